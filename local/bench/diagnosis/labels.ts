import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { issueLine } from '../../../core/policy/parse-file.ts';
import { jsonPosition } from '../../cli/json-position.ts';

/** What is true of one case. `scorable: false`: the recording lacks what it would take to find the cause. */
const Label = z.object({
  causes: z.array(z.object({ category: z.string(), resource: z.string(), taxonomy: z.string().optional() })),
  healthy: z.boolean(),
  scorable: z.boolean().optional(),
  onset: z.iso.datetime().optional(),
});
export type Label = z.infer<typeof Label>;
const Labels = z.record(z.string(), Label);

export type Read = { kind: 'labels'; labels: Readonly<Record<string, Label>> } | { kind: 'wrong'; message: string };

/** The labels of a set by case, or one line that says what is wrong with the file. */
export const readLabels = (file: string): Read => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { kind: 'wrong', message: `${file}: expected a JSON file with labels; it cannot be read` };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'wrong', message: `${file}: expected JSON, it stops being JSON at ${jsonPosition(text)}` };
  }
  const parsed = Labels.safeParse(value);
  return parsed.success
    ? { kind: 'labels', labels: parsed.data }
    : { kind: 'wrong', message: `${file}: ${issueLine(parsed.error, value)}` };
};
