export type Measure = 'latency' | 'throttling' | 'cpu' | 'memory' | 'requests' | 'success' | 'retransmits' | 'traffic';

/** One thing measured of a workload (as its metrics call it) or of a node, and where its level went. */
export type Reading = {
  about: { kind: 'workload' | 'node'; name: string; namespace?: string };
  measure: Measure;
  /** Latency only: the typical request, or the slow ones. */
  part: 'typical' | 'tail';
  before: number;
  high: number;
  /** How much of the time it was high: 0 to 1. */
  elevated: number;
  /** Latency in milliseconds; otherwise as the source has it. */
  unit?: string;
  /** An alarm speaks only of what is wrong; a series also of what is not. */
  source: 'series' | 'alarm';
  pointer: string;
};

/** What a metric measures, by its name; first row that fits. Names of Prometheus exporters, Container Insights and meshes. */
const rows: readonly { measure: Measure; named: RegExp }[] = [
  { measure: 'retransmits', named: /retran/i },
  { measure: 'throttling', named: /cfs|cpu.*throttl|throttl.*cpu|throttled_(?:seconds|periods|time)/i },
  { measure: 'success', named: /success/i },
  { measure: 'latency', named: /latency|duration|response_?time/i },
  { measure: 'traffic', named: /network|(?:rx|tx|receive|transmit)_?(?:bytes|packets|pps)/i },
  { measure: 'requests', named: /^rps$|^qps$|request_?(?:rate|count)|requests_per|throughput/i },
  { measure: 'cpu', named: /cpu/i },
  { measure: 'memory', named: /^mem|memory/i },
];

/** What a metric of this name measures; undefined for what says nothing about speed or load. */
export const measureOf = (name: string): Measure | undefined => rows.find(({ named }) => named.test(name))?.measure;

/**
 * Above the 60th percentile a latency is that of the slow requests; an average is pulled up by them too, but is all
 * there is.
 */
export const partOf = (name: string): Reading['part'] => {
  const percentile = /p(\d{2})(?!\d)/i.exec(name)?.[1];
  return percentile !== undefined && Number(percentile) > 60 ? 'tail' : /max/i.test(name) ? 'tail' : 'typical';
};

type Dimensions = Readonly<Record<string, string>>;
/** Whose dimensions these are, as long as they are of Kubernetes; the most particular first. */
export const aboutOf = (dimensions: Dimensions): Reading['about'] | undefined => {
  const { Namespace: namespace } = dimensions;
  const name =
    dimensions['PodName'] ??
    dimensions['Deployment'] ??
    dimensions['Workload'] ??
    dimensions['Service'] ??
    dimensions['ServiceName'];
  if (name !== undefined) return { kind: 'workload', name, ...(namespace === undefined ? {} : { namespace }) };
  const node = dimensions['NodeName'] ?? dimensions['Node'];
  return node === undefined ? undefined : { kind: 'node', name: node };
};
