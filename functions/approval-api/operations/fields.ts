import * as z from 'zod';
import { Incident } from '../../../core/incident/incident.ts';

/** The id of an incident as an operator sends it. */
export const incidentId = Incident.shape.id.max(64);

/** Whatever changes something says why. */
export const reason = z.string().trim().min(1, 'expected a reason of 1 to 500 characters').max(500);
