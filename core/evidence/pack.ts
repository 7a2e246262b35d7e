import { type Resource, resourceKey } from '../incident/resource.ts';
import { isWithin } from '../incident/subject.ts';
import { type Finding, facts } from './facts.ts';
import { evidenceText, signalLine, tokenBound } from './render.ts';
import { bounds, screen } from './sanitize.ts';
import type { EvidencePack, Signal } from './signal.ts';

/** Most tokens that the evidence may cost in a prompt. */
export const evidenceBudget = 3_000;
/** Ids have at most three digits; far more than the budget lets through. */
const mostSignals = 999;
/**
 * So much of it is kept for what was found at the incident's own resource. When everything around it fails at once the faults of
 * its neighbors are as strong as its own, and each of them stronger than the bounds of its autoscaler, without which no change
 * can be proposed.
 */
const ownShare = 1 / 2;
/** Gaps come before signals, within about a third of the budget: without them, missing evidence would look like health. */
const mostGaps = 8;
const gapLength = 140;

type Collected = {
  findings: readonly Finding[];
  gaps: readonly string[];
  onset?: Date;
  /** What the incident is about. */
  subject?: Resource;
};

type Ranked = { signal: Signal; isOwn: boolean };

/** The one place where texts from outside enter the pack. */
const screening = () => {
  let redacted = 0;
  const text = (value: string, max: number): string => {
    const screened = screen(value, max);
    redacted += screened.redacted;
    return screened.text;
  };
  const label = (value: string): string => text(value, bounds.label) || '?';
  const resource = ({ kind, namespace, name }: Resource): Resource => ({
    kind: text(kind, 64) || '?',
    ...(namespace === undefined ? {} : { namespace: text(namespace, 253) || '?' }),
    name: label(name),
  });
  const finding = (found: Finding): Finding => ({
    ...found,
    summary: text(found.summary, bounds.summary),
    ...(found.pointer === undefined ? {} : { pointer: label(found.pointer) }),
    resource: resource(found.resource),
    data: Object.fromEntries(
      Object.entries(found.data).map(([key, value]) => [key, typeof value === 'string' ? label(value) : value]),
    ),
  });
  return { text, finding, redacted: () => redacted };
};

/** Of these each one says something of its own, whatever fact it is. */
const differByText: ReadonlySet<string> = new Set(['log', 'change', 'runtime']);

/** Facts that say the same of the same thing: several pods of a workload, an event and the state it reported. */
const sameAs = ({ fact, resource, data, summary }: Finding): string => {
  const part = data.container ?? data.metric ?? (differByText.has(facts[fact].kind) ? summary : '');
  return [fact, resourceKey(resource), String(part)].join('\n');
};

const strengthOf = ({ fact, strength }: Finding): number => strength ?? facts[fact].strength;

const strongestFirst = (a: Finding, b: Finding): number =>
  strengthOf(b) - strengthOf(a) ||
  (b.time ?? '').localeCompare(a.time ?? '') ||
  sameAs(a).localeCompare(sameAs(b)) ||
  a.summary.localeCompare(b.summary);

/**
 * Findings as signals: screened, one per fact and thing, the strongest first and numbered S1, S2 ..., as many as the
 * budget holds, a share of it for those of the subject. What is left out is said in a gap. Also how many secrets were replaced.
 */
export const pack = (
  { findings, gaps, onset, subject }: Collected,
  budget: number = evidenceBudget,
): { pack: EvidencePack; redacted: number } => {
  const { text, finding, redacted } = screening();
  const own = new Set<Finding>();
  const screened = findings.map((found) => {
    const shown = finding(found);
    if (subject !== undefined && isWithin(found.resource, subject)) own.add(shown);
    return shown;
  });
  const different = new Map<string, Finding>();
  for (const found of screened.toSorted(strongestFirst)) {
    if (!different.has(sameAs(found))) different.set(sameAs(found), found);
  }
  // Numbers only become smaller when some are left out, and lines no longer.
  const ranked: Ranked[] = [...different.values()].slice(0, mostSignals).map((found, index) => ({
    isOwn: own.has(found),
    signal: { ...found, id: `S${index + 1}`, kind: facts[found.fact].kind, strength: strengthOf(found) },
  }));

  const shownGaps = gaps.slice(0, mostGaps).map((gap) => text(gap, gapLength));
  if (gaps.length > mostGaps) shownGaps.push(`${gaps.length - mostGaps} more gaps`);
  const leftOut = (count: number): string => `${count} weaker signals left out: prompt budget`;

  const chosen = new Set<Ranked>();
  let tokens = tokenBound(evidenceText({ signals: [], gaps: [...shownGaps, leftOut(different.size)] }));
  const choose = (some: readonly Ranked[], most: number): void => {
    for (const one of some) {
      const cost = tokenBound(`${signalLine(one.signal)}\n`);
      if (tokens + cost > most) break;
      tokens += cost;
      chosen.add(one);
    }
  };
  choose(
    ranked.filter(({ isOwn }) => isOwn),
    tokens + (budget - tokens) * ownShare,
  );
  choose(
    ranked.filter((one) => !chosen.has(one)),
    budget,
  );
  const signals = ranked
    .filter((one) => chosen.has(one))
    .map(({ signal }, index): Signal => ({ ...signal, id: `S${index + 1}` }));

  const cut = different.size - signals.length;
  const packed = { signals, gaps: cut === 0 ? shownGaps : [...shownGaps, leftOut(cut)] };
  return {
    pack: {
      ...packed,
      ...(onset === undefined ? {} : { onset: onset.toISOString() }),
      promptTokens: tokenBound(evidenceText(packed)),
    },
    redacted: redacted(),
  };
};
