import * as z from 'zod';
import { Incident } from '../incident/incident.ts';
import type { About } from './effects.ts';
import { spanIdOf, traceIdOf } from '../incident/trace.ts';

/**
 * As OpenTelemetry names them in logs. `span_id` is that of the step which started the run; the step that it makes has it as
 * its parent. https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
 */
export type TraceFields = { trace_id?: string; span_id?: string };

const Id = Incident.shape.id.max(64);
const Facts = z
  .object({ incidentId: Id })
  .or(z.object({ incident: Id }).transform(({ incident }) => ({ incidentId: incident })));

/** The incident that facts of a line or an outcome name, under either of the names that it has there. */
export const incidentIn = (facts: unknown): string | undefined => Facts.safeParse(facts).data?.incidentId;

/** The trace of a line: of the incident that it names, else of the one that the run works on, else none. */
export const traceFields = (facts: unknown, about: About | undefined): TraceFields => {
  const incidentId = incidentIn(facts) ?? about?.incidentId;
  if (incidentId === undefined) return {};
  const seq = about?.incidentId === incidentId ? about.seq : undefined;
  return {
    trace_id: traceIdOf(incidentId),
    ...(seq === undefined ? {} : { span_id: spanIdOf(incidentId, seq) }),
  };
};
