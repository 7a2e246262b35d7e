import * as z from 'zod';
import { jsonObject } from './json-object.ts';

/** The pod whose container wrote a line. */
export type PodName = { namespace: string; name: string; container?: string };
export type Unwrapped = { text: string; pod?: PodName };

/** The envelope of the Container Insights log router (Fluent Bit's kubernetes filter). */
const Routed = z.object({
  log: z.string(),
  kubernetes: z
    .object({ namespace_name: z.string(), pod_name: z.string(), container_name: z.string().optional() })
    .optional(),
});

/** What the container runtime puts before a line when nothing took it off (CRI logging format: time, stream, tag). */
const runtimePrefix = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,20}(?:Z|[+-]\d{2}:\d{2}) (?:stdout|stderr) [FP] /;

/** A line as its program wrote it, out of the router's envelope, and the pod that wrote it where the envelope says so. */
export const unwrap = (message: string): Unwrapped => {
  const routed = Routed.safeParse(jsonObject(message));
  const text = (routed.success ? routed.data.log : message).trimEnd().replace(runtimePrefix, '');
  const of = routed.data?.kubernetes;
  if (of === undefined) return { text };
  const container = of.container_name === undefined ? {} : { container: of.container_name };
  return { text, pod: { namespace: of.namespace_name, name: of.pod_name, ...container } };
};
