import type * as z from 'zod';
import { cleanText } from '../text.ts';
import type { ReadLine } from './event.ts';

/** Why a line is no event: the first thing a schema found wrong, in one clean line. */
export const refusedLine = (form: string, error: z.ZodError): ReadLine => {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const reason = `${form}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'not valid'}`;
  return { kind: 'refused', reason: cleanText(reason, 200) };
};
