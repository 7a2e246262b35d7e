/** What was given is not what is needed: one line, exit 2. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}
