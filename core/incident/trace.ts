import { createHash } from 'node:crypto';
import * as z from 'zod';

/**
 * `00-<trace id>-<span id>-01`: version, 16 bytes, 8 bytes, recorded. An id of nothing but zeros is none.
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
export const Traceparent = z.string().regex(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
export const SpanId = z.string().regex(/^(?!0{16})[0-9a-f]{16}$/);

const idOf = (bytes: 8 | 16, ...parts: readonly (string | number)[]): string => {
  const hex = createHash('sha256')
    .update(parts.join('\n'), 'utf8')
    .digest('hex')
    .slice(0, 2 * bytes);
  return /[^0]/.test(hex) ? hex : hex.replace(/.$/, '1');
};

/**
 * The one trace of an incident, from the alarm to the report. It comes from the id of the incident, which comes from the
 * alarm: a duplicate delivery, another function and an auditor years later all find the same, and no event has to carry it.
 */
export const traceIdOf = (incidentId: string): string => idOf(16, 'sovereign-ops trace', incidentId);

/** The span that ends with the step of this number. What began it is the step before: only from there could it be made. */
export const spanIdOf = (incidentId: string, seq: number): string => idOf(8, 'sovereign-ops step', incidentId, seq);

const parentOf = (incidentId: string, span: string): string => `00-${traceIdOf(incidentId)}-${span}-01`;

/** Where a step stands in the story: its own place, and the span of the step that it was started by. */
export const stepTrace = (incidentId: string, seq: number): { traceparent: string; parentSpan?: string } => ({
  traceparent: parentOf(incidentId, spanIdOf(incidentId, seq)),
  ...(seq > 1 ? { parentSpan: spanIdOf(incidentId, seq - 1) } : {}),
});

/** The same of something that moved no incident, by what tells it from all others. */
export const factTrace = (incidentId: string, fact: string): { traceparent: string } => ({
  traceparent: parentOf(incidentId, idOf(8, 'sovereign-ops fact', incidentId, fact)),
});
