import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { LocalPerson } from '../gateway/people.ts';

/** An embedded stack that runs on this machine, as `npm run ops` finds it. The credentials are good for this run only. */
export const RunningStack = z.strictObject({
  url: z.url(),
  stack: z.string(),
  region: z.string(),
  tableName: z.string(),
  switchPath: z.string(),
  scenario: z.string(),
  pid: z.int().positive(),
  startedAt: z.iso.datetime(),
  people: z.array(LocalPerson),
});
export type RunningStack = z.infer<typeof RunningStack>;

/** Where it lies below the root of the project; git ignores it. */
export const stackFileIn = (root: string): string => join(root, '.sovereign-ops', 'embedded.json');

/**
 * Writes the file for this user alone; the stack that started last is the one that is found. The returned function removes
 * it, unless another stack has written its own since.
 */
export const writeStackFile = (file: string, running: RunningStack): (() => void) => {
  const text = `${JSON.stringify(running, null, 2)}\n`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above holds only for a new file.
  chmodSync(file, 0o600);
  return () => {
    if (readText(file) === text) rmSync(file, { force: true });
  };
};

const readText = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const parsed = (text: string): RunningStack | undefined => {
  try {
    return RunningStack.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** What the file says; `none` without one. Whether that stack still runs is for the caller to find out. */
export const readStackFile = (
  file: string,
): { kind: 'running'; running: RunningStack } | { kind: 'none' } | { kind: 'wrong'; message: string } => {
  const text = readText(file);
  if (text === undefined) return { kind: 'none' };
  const running = parsed(text);
  return running === undefined
    ? { kind: 'wrong', message: `${file} is not what npm start writes; remove it and start a stack again` }
    : { kind: 'running', running };
};
