import * as z from 'zod';
import { Incident } from '../../../core/incident/incident.ts';
import { cleanText, wellFormed } from '../../../core/incident/text.ts';

/** The id of an incident as an operator sends it. */
export const incidentId = Incident.shape.id.max(64);

/** Whatever changes something says why, in words that can be seen. */
export const reason = z
  .string()
  .trim()
  .max(500)
  .transform(wellFormed)
  .refine((text) => cleanText(text, 500) !== '', 'expected a reason of 1 to 500 characters');
