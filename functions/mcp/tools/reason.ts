import * as z from 'zod';
import { cleanText, wellFormed } from '../../../core/incident/text.ts';

/** Whatever is asked for is asked for in words that can be seen. */
export const reason = z
  .string()
  .max(500)
  .refine((text) => cleanText(wellFormed(text), 500) !== '', 'expected a reason of 1 to 500 characters')
  .describe('why, in one line for the people who decide');
