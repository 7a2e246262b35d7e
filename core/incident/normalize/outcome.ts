import type * as z from 'zod';
import type { Alarm } from '../alarm.ts';
import { cleanText } from '../text.ts';

/** One alarm, or one line that says why the payload is none. */
export type Normalized = { kind: 'alarm'; alarm: Alarm } | { kind: 'unknown'; problem: string };

/** A refusal: one clean line, at most 300 characters. */
export const unknown = (problem: string): Normalized => ({ kind: 'unknown', problem: cleanText(problem, 300) });

/** The first thing a schema found wrong, as `<form>: <field> <what was expected>`. */
export const refusal = (form: string, error: z.ZodError): Normalized => {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  return unknown(`${form}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'not valid'}`);
};
