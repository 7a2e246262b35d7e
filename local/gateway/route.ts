import * as z from 'zod';

const Called = z.object({ path: z.string() });

/** The function that a proxy event is for, as the routes of the template have it. */
export const calledFunction = (event: unknown): 'mcp' | 'approval-api' =>
  /^\/(?:iam\/)?mcp\/?$/.test(Called.parse(event).path) ? 'mcp' : 'approval-api';
