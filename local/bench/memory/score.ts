import { here } from '../../../core/knowledge/lessons.ts';
import { optionOf } from '../../../core/knowledge/option.ts';
import { type PastIncident, resourcePrint } from '../../../core/knowledge/past-incident.ts';
import { preferred } from '../../../core/knowledge/prefer.ts';
import { signatureOf } from '../../../core/knowledge/signature.ts';
import { nearest, usual, withTriesHere } from '../../../core/knowledge/similar.ts';
import type { Random } from '../../engine/random.ts';
import { categories } from '../../../core/diagnosis/categories.ts';
import type { Happening } from './history.ts';

const runMinutes = 9;
/** As many as the analyzer reads. */
const mostRead = 100;

const optionsOf = ({ incident: { resource } }: Happening) =>
  [2, 1.5].map((times) =>
    optionOf({
      ...(times === 2 ? {} : { title: 'the smaller one' }),
      actions: [{ id: 'set-resources', target: resource, parameters: { memory: { times } } }],
    }),
  );

const pastOf = (
  one: Happening,
  category: string,
  tried?: { option: PastIncident['option']; helped: boolean },
): PastIncident => ({
  version: 1,
  incidentId: one.incident.id,
  signature: signatureOf(one.pack, one.incident),
  resource: resourcePrint(one.incident),
  category,
  ...(tried?.option === undefined ? {} : { option: tried.option }),
  outcome: tried === undefined ? 'untried' : tried.helped ? 'fixed' : 'ineffective',
  status: tried === undefined ? 'report_only' : tried.helped ? 'resolved' : 'rolled_back',
  openedAt: one.incident.openedAt,
  closedAt: new Date(Date.parse(one.incident.openedAt) + runMinutes * 60_000).toISOString(),
});

const most = (names: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
};

export type Retrieval = { cases: number; baseline: number; top1: number; top3: number; vote: number; found: number };

/**
 * Leave one out: for each incident the nearest of all others of its runbook. Shares of incidents whose nearest, one of
 * whose three nearest and the majority of whose nearest above the bound have its cause; the baseline is the most frequent
 * cause of the others of the runbook. `found` is the share with any above the bound.
 */
export const retrievalOf = (history: readonly Happening[]): Retrieval => {
  const sums = { baseline: 0, top1: 0, top3: 0, vote: 0, found: 0 };
  const kept = history.map((one) => ({ runbook: one.runbook, past: pastOf(one, one.cause) }));
  for (const [index, { runbook, cause, incident }] of history.entries()) {
    const others = kept.flatMap((other, at) => (at !== index && other.runbook === runbook ? [other.past] : []));
    const about = { signature: kept[index]?.past.signature ?? [], resource: resourcePrint(incident) };
    const close = nearest(about, others, { least: 0, most: 3 }).map(({ category }) => category);
    const bounded = nearest(about, others, usual).flatMap(({ category }) => category ?? []);
    sums.baseline += most(others.flatMap(({ category }) => category ?? [])) === cause ? 1 : 0;
    sums.top1 += close[0] === cause ? 1 : 0;
    sums.top3 += close.includes(cause) ? 1 : 0;
    sums.vote += most(bounded) === cause ? 1 : 0;
    sums.found += bounded.length > 0 ? 1 : 0;
  }
  const cases = history.length;
  const share = (sum: number): number => sum / Math.max(1, cases);
  return {
    cases,
    baseline: share(sums.baseline),
    top1: share(sums.top1),
    top3: share(sums.top3),
    vote: share(sums.vote),
    found: share(sums.found),
  };
};

export type PickOptions = {
  memory: boolean;
  /** How often the named cause is the right one. */
  rightCause: number;
  /** How often the change that helps is seen to help, and the other one, too. */
  helps: readonly [right: number, wrong: number];
};
/** Shares of all proposals: the change that helps came first; of those where it is the alternative. */
export type Picks = { cases: number; right: number; contrary: number; contraryRight: number };

/** Plays a history in order: what is remembered of each incident is what was proposed first and how that ended. */
export const picksOf = (
  history: readonly Happening[],
  { memory, rightCause, helps }: PickOptions,
  random: Random,
): Picks => {
  const past = new Map<string, PastIncident[]>();
  const names = Object.keys(categories);
  let right = 0;
  let contrary = 0;
  let contraryRight = 0;
  for (const one of history) {
    const known = past.get(one.runbook) ?? [];
    const chance = random.fork();
    const category = chance.chance(rightCause) ? one.cause : (names[chance.int(names.length)] ?? one.cause);
    const about = { signature: signatureOf(one.pack, one.incident), resource: resourcePrint(one.incident) };
    const read = memory ? known.slice(-mostRead) : [];
    const similar = withTriesHere(nearest(about, read), about, read, category);
    const options = optionsOf(one);
    const first = preferred(options.map((option) => here(similar, category, option)));
    const isRight = first === one.helps;
    right += isRight ? 1 : 0;
    contrary += one.helps === 1 ? 1 : 0;
    contraryRight += one.helps === 1 && isRight ? 1 : 0;
    const helped = chance.chance(isRight ? helps[0] : helps[1]);
    past.set(one.runbook, [...known, pastOf(one, category, { option: options[first], helped })]);
  }
  const cases = history.length;
  return { cases, right: right / cases, contrary, contraryRight: contrary === 0 ? 0 : contraryRight / contrary };
};
