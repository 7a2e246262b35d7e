import * as z from 'zod';
import type { Measured } from './gathered.ts';
import type { CallGraph } from './sources.ts';

/** https://docs.aws.amazon.com/xray/latest/api/API_Service.html; the total response time is in seconds. */
const Service = z.object({
  ReferenceId: z.number(),
  Name: z.string(),
  Type: z.string().nullish(),
  SummaryStatistics: z
    .object({
      TotalCount: z.number().nullish(),
      TotalResponseTime: z.number().nullish(),
      FaultStatistics: z.object({ TotalCount: z.number().nullish() }).nullish(),
    })
    .nullish(),
  Edges: z.array(z.object({ ReferenceId: z.number().nullish() })).nullish(),
});
type Service = z.infer<typeof Service>;

/** The `Services` of one GetServiceGraph answer, which adds up over the period that begins at `at`. */
export type GraphOfPeriod = { at: Date; services: readonly unknown[] };

/** A node's name is that of the service with its type, which tells a function from its invocations. */
const nodeOf = ({ Name, Type }: Service): string => (Type == null ? Name : `${Name}_${Type}`);

/** What a node was like in one period; without a request there is no latency and no rate. */
const values = ({ SummaryStatistics: found }: Service): [name: string, value: number][] => {
  const requests = found?.TotalCount ?? 0;
  if (requests === 0) return [['requests', 0]];
  return [
    ['latency', (found?.TotalResponseTime ?? 0) / requests],
    ['requests', requests],
    ['FaultRate', (100 * (found?.FaultStatistics?.TotalCount ?? 0)) / requests],
  ];
};

const kinds: Readonly<Record<string, Pick<Measured, 'stat' | 'unit'>>> = {
  latency: { stat: 'Average', unit: 'Seconds' },
  requests: { stat: 'Sum', unit: 'Count' },
  FaultRate: { stat: 'Average', unit: 'Percent' },
};

/**
 * One call graph and the series of its nodes, of graphs of equal periods: `latency`, `requests` and `FaultRate`, dimension
 * `Service`, one point a period. Undefined where there is no node. References count within one answer only.
 */
export const callGraphOf = (
  graphs: readonly GraphOfPeriod[],
  periodSeconds: number,
): { graph: CallGraph | undefined; unreadable: number } => {
  const series = new Map<string, Measured & { points: { at: Date; value: number }[] }>();
  const nodes = new Set<string>();
  const edges = new Map<string, { from: string; to: string }>();
  let unreadable = 0;
  for (const { at, services } of graphs.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const parsed = services.map((one) => Service.safeParse(one));
    unreadable += parsed.filter(({ success }) => !success).length;
    const known = parsed.flatMap(({ data }) => (data === undefined ? [] : [data]));
    const names = new Map(known.map((one) => [one.ReferenceId, nodeOf(one)]));
    for (const service of known) {
      const node = nodeOf(service);
      nodes.add(node);
      for (const { ReferenceId } of service.Edges ?? []) {
        const to = names.get(ReferenceId ?? Number.NaN);
        if (to !== undefined) edges.set(JSON.stringify([node, to]), { from: node, to });
      }
      for (const [name, value] of values(service)) {
        const key = JSON.stringify([node, name]);
        const known = series.get(key) ?? {
          namespace: 'AWS/X-Ray',
          name,
          dimensions: { Service: node },
          stat: 'Average',
          ...kinds[name],
          periodSeconds,
          points: [],
        };
        known.points.push({ at, value });
        series.set(key, known);
      }
    }
  }
  if (nodes.size === 0) return { graph: undefined, unreadable };
  const topology = { services: [...nodes].toSorted(), edges: [...edges.values()] };
  return { graph: { topology, metrics: [...series.values()] }, unreadable };
};
