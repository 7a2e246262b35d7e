import { readFileSync } from 'node:fs';
import { jsonPosition } from '../cli/json-position.ts';

export type EventFile = { kind: 'event'; text: string } | { kind: 'wrong'; message: string };

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The text of a JSON file of any shape; else one line with the file, the place and what was expected. */
export const readEventFile = (file: string, content = 'one event'): EventFile => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const found = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    return { kind: 'wrong', message: `${file}: expected a JSON file with ${content}; ${found}` };
  }
  if (isJson(text)) return { kind: 'event', text };
  return { kind: 'wrong', message: `${file}: expected JSON, it stops being JSON at ${jsonPosition(text)}` };
};
