/** What a UTF-16 unit can be in a line, as bit flags, so that a word's flags are the union of its characters'. */
export const character = {
  space: 1,
  /** Ends a word: brackets, quotes and what separates fields. */
  delimiter: 2,
  digit: 4,
  hexLetter: 8,
  otherLetter: 16,
  dot: 32,
  slash: 64,
  colon: 128,
  backslash: 256,
  /** Any other punctuation: joins the parts of a word. */
  joiner: 512,
  at: 1024,
} as const;

const asciiFlags = new Uint16Array(128).fill(character.joiner);
const set = (characters: string, flag: number): void => {
  for (const one of characters) asciiFlags[one.charCodeAt(0)] = flag;
};
for (let code = 0; code <= 32; code += 1) asciiFlags[code] = character.space;
set('0123456789', character.digit);
set('abcdefABCDEF', character.hexLetter);
set('ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ', character.otherLetter);
set('()[]{}<>"\'`=,;|', character.delimiter);
set('.', character.dot);
set('/', character.slash);
set(':', character.colon);
set('\\', character.backslash);
set('@', character.at);

/** The flag of one UTF-16 unit; what is not ASCII counts as a letter. */
export const flagOf = (code: number): number => asciiFlags[code] ?? character.otherLetter;

export const letter = character.hexLetter | character.otherLetter;
export const alphanumeric = letter | character.digit;
