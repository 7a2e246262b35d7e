import * as z from 'zod';
import { KubernetesName } from '../kubernetes-name.ts';
import { fields } from '../normalize/fields.ts';
import { cleanText } from '../text.ts';
import type { PodPlace, ReadLine } from './event.ts';
import { refusedLine } from './refused-line.ts';
import { said } from './said.ts';
import { workloadOfPod } from './workload-of-pod.ts';

const Endpoint = z.object({
  namespace: said(KubernetesName),
  pod_name: said(KubernetesName),
  workloads: z
    .array(z.object({ name: said(KubernetesName), kind: said(z.string().max(64)) }))
    .max(10)
    .default([]),
});

const Ports = z.object({ destination_port: z.int().min(0).max(65_535).optional() }).optional();

/** What Hubble's exporter writes of one flow. Source: cilium, api/v1/flow/flow.proto. */
const Exported = z.object({
  time: fields.time.optional(),
  node_name: z.string().max(253).optional(),
  flow: z.object({
    time: fields.time.optional(),
    verdict: z.string().max(32),
    drop_reason_desc: z.string().max(64).optional(),
    IP: z.object({ destination: z.string().max(64) }).optional(),
    l4: z.object({ TCP: Ports, UDP: Ports, SCTP: Ports }).partial().optional(),
    source: Endpoint.optional(),
    destination: Endpoint.optional(),
    destination_names: z.array(z.string().max(253)).max(10).default([]),
    node_name: z.string().max(253).optional(),
  }),
});

/** No policy lets it through, or one forbids it by name. */
const byPolicy: ReadonlySet<string | undefined> = new Set(['POLICY_DENIED', 'POLICY_DENY']);

const form = 'Hubble flow';

const placeOf = (endpoint: z.infer<typeof Endpoint> | undefined): PodPlace | undefined => {
  if (endpoint?.namespace === undefined || endpoint.pod_name === undefined) return undefined;
  const { namespace, pod_name: pod, workloads } = endpoint;
  const [first] = workloads;
  return { namespace, pod, workload: workloadOfPod(namespace, pod, { name: first?.name, kind: first?.kind }) };
};

/**
 * A flow as Hubble's exporter writes it. Only what a network policy refused to a pod is told; other verdicts and reasons
 * are known and come to nothing. Undefined for what is no flow.
 */
export const fromHubble = (line: object): ReadLine | undefined => {
  if (!Object.hasOwn(line, 'flow')) return undefined;
  const parsed = Exported.safeParse(line);
  if (!parsed.success) return refusedLine(form, parsed.error);
  const { flow, time, node_name } = parsed.data;
  const at = flow.time ?? time;
  if (at === undefined) return { kind: 'refused', reason: `${form}: time: expected an ISO 8601 time, found none` };
  const node = flow.node_name ?? node_name;
  const common = {
    at,
    ...(node === undefined ? {} : { node: cleanText(node, 253) }),
    blocked: flow.verdict === 'DROPPED',
  };
  const from = placeOf(flow.source);
  if (flow.verdict !== 'DROPPED' || !byPolicy.has(flow.drop_reason_desc) || from === undefined) {
    return { kind: 'event', event: { ...common, happened: { kind: 'other', what: 'flow' } } };
  }
  const to = placeOf(flow.destination);
  const name =
    to === undefined
      ? (flow.destination_names[0] ?? flow.IP?.destination ?? '?')
      : `${to.namespace}/${to.workload.name}`;
  const port = (flow.l4?.TCP ?? flow.l4?.UDP ?? flow.l4?.SCTP)?.destination_port;
  return {
    kind: 'event',
    event: {
      ...common,
      happened: { kind: 'denied', from, to: cleanText(name, 253), ...(port === undefined ? {} : { port }) },
    },
  };
};
