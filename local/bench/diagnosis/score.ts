import type { Case } from './run.ts';

export type Score = {
  cases: number;
  faulty: number;
  healthy: number;
  abstained: number;
  /** Of the faulty cases: right at rank 1 and within the first 3. */
  top1: { both: number; category: number; resource: number };
  top3: { both: number; category: number; resource: number };
  /** Healthy cases on which a fault was claimed. */
  falseFaults: number;
  tokens: { median: number; most: number };
  milliseconds: { median: number; most: number };
  megabytes: { median: number; most: number };
  onsetMinutes?: { median: number; most: number };
};

const spread = (values: readonly number[]): { median: number; most: number } => {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, most: sorted.at(-1) ?? 0 };
};

/** The figures of a set; cases whose label says that they cannot be scored are left out. */
export const scoreOf = (all: readonly Case[]): Score => {
  const cases = all.filter(({ label }) => label.scorable !== false);
  const faulty = cases.filter(({ label }) => !label.healthy);
  const healthy = cases.filter(({ label }) => label.healthy);
  const right = (among: number, what: 'both' | 'category' | 'resource'): number =>
    faulty.filter(({ hits }) => hits.slice(0, among).some((hit) => hit[what])).length;
  const top = (among: number) => ({
    both: right(among, 'both'),
    category: right(among, 'category'),
    resource: right(among, 'resource'),
  });
  const onsets = cases.flatMap(({ onsetErrorMinutes }) => onsetErrorMinutes ?? []);
  return {
    cases: cases.length,
    faulty: faulty.length,
    healthy: healthy.length,
    abstained: cases.filter(({ diagnosis }) => diagnosis.kind === 'abstained').length,
    top1: top(1),
    top3: top(3),
    falseFaults: healthy.filter(({ diagnosis }) => diagnosis.kind === 'diagnosed').length,
    tokens: spread(cases.map(({ promptTokens }) => promptTokens)),
    milliseconds: spread(cases.map(({ milliseconds }) => milliseconds)),
    megabytes: spread(cases.map(({ megabytes }) => megabytes)),
    ...(onsets.length === 0 ? {} : { onsetMinutes: spread(onsets) }),
  };
};
