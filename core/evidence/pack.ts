import { type Resource, resourceKey } from '../incident/resource.ts';
import { type Finding, facts } from './facts.ts';
import { evidenceText, signalLine, tokenBound } from './render.ts';
import { bounds, screen } from './sanitize.ts';
import type { EvidencePack, Signal } from './signal.ts';

/** Most tokens that the evidence may cost in a prompt. */
export const evidenceBudget = 3_000;
/** Ids have at most three digits; far more than the budget lets through. */
const mostSignals = 999;
/** Gaps come before signals, within about a third of the budget: without them, missing evidence would look like health. */
const mostGaps = 8;
const gapLength = 140;

type Collected = { findings: readonly Finding[]; gaps: readonly string[]; onset?: Date };

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
const differByText: ReadonlySet<string> = new Set(['log', 'change']);

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
 * budget holds. What is left out is said in a gap. Also how many secrets were replaced.
 */
export const pack = (
  { findings, gaps, onset }: Collected,
  budget: number = evidenceBudget,
): { pack: EvidencePack; redacted: number } => {
  const { text, finding, redacted } = screening();
  const different = new Map<string, Finding>();
  for (const found of findings.map(finding).toSorted(strongestFirst)) {
    if (!different.has(sameAs(found))) different.set(sameAs(found), found);
  }

  const shownGaps = gaps.slice(0, mostGaps).map((gap) => text(gap, gapLength));
  if (gaps.length > mostGaps) shownGaps.push(`${gaps.length - mostGaps} more gaps`);
  const leftOut = (count: number): string => `${count} weaker signals left out: prompt budget`;

  const signals: Signal[] = [];
  let tokens = tokenBound(evidenceText({ signals: [], gaps: [...shownGaps, leftOut(different.size)] }));
  for (const found of different.values()) {
    const { kind } = facts[found.fact];
    const signal: Signal = { ...found, id: `S${signals.length + 1}`, kind, strength: strengthOf(found) };
    const cost = tokenBound(`${signalLine(signal)}\n`);
    if (signals.length === mostSignals || tokens + cost > budget) break;
    tokens += cost;
    signals.push(signal);
  }

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
