import * as z from 'zod';

/** One bug that can be planted: what it is, by which invariant it should be found, and the one place of the code it changes. */
export type Planted = {
  kind: 'planted';
  name: string;
  bug: string;
  /** Is found in the violation that should see it. */
  expected: RegExp;
  /** Of the tree, with slashes. */
  file: string;
  before: string;
  after: string;
};

export type Wrong = { kind: 'wrong'; message: string };

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected a regular expression' });
    return z.NEVER;
  }
});

const form =
  /^Bug: (?<bug>.+)\nFound by: (?<expected>.+)\n\n--- a\/(?<file>.+)\n\+\+\+ b\/\k<file>\n@@ .+ @@.*\n(?<hunk>(?:[ +-].*\n|\n)+)$/;
const Parts = z.object({
  bug: z.string(),
  expected: pattern,
  file: z.string().regex(/^(core|functions)(\/\w[\w.-]*)+\.ts$/),
  hunk: z.string().regex(/^[+-]/m),
});

/** The lines of one side of a hunk; a line without anything is an empty line of both. */
const side = (hunk: string, mark: '+' | '-'): string =>
  hunk
    .split('\n')
    .slice(0, -1)
    .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(mark))
    .map((line) => `${line.slice(1)}\n`)
    .join('');

/**
 * Reads a patch: two lines of header (`Bug:`, `Found by:` with a regular expression of the violation), an empty one, and a
 * unified diff of one hunk in one file of core/ or functions/. The message says what is wrong with it.
 */
export const readPatch = (name: string, text: string): Planted | Wrong => {
  const parts = Parts.safeParse(form.exec(text)?.groups);
  if (!parts.success) {
    return {
      kind: 'wrong',
      message: `patch ${name}: expected "Bug:", "Found by:" with a regular expression, and one hunk in one file of core/ or functions/`,
    };
  }
  const { bug, expected, file, hunk } = parts.data;
  return { kind: 'planted', name, bug, expected, file, before: side(hunk, '-'), after: side(hunk, '+') };
};

/**
 * The text with the bug in it. The lines of the hunk must be there as they are, once: line numbers are not looked at, since
 * they move with every other change of the file.
 */
export const plantedIn = (
  text: string,
  { name, file, before, after }: Planted,
): { kind: 'text'; text: string } | Wrong => {
  const lines = `\n${text}`;
  const at = lines.indexOf(`\n${before}`);
  if (at < 0)
    return { kind: 'wrong', message: `patch ${name} does not apply: its lines are not in ${file} as they were` };
  if (lines.includes(`\n${before}`, at + 1)) {
    return { kind: 'wrong', message: `patch ${name} does not apply: its lines are in ${file} more than once` };
  }
  return { kind: 'text', text: `${text.slice(0, at)}${after}${text.slice(at + before.length)}` };
};
