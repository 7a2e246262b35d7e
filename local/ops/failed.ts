/** What ends a command with one line: 1 it was refused or did not work, 2 the call or what it names is wrong. */
export class Failed extends Error {
  override readonly name = 'Failed';
  readonly exit: 1 | 2;

  constructor(exit: 1 | 2, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
  }
}
