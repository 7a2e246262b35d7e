import { facts, isSymptom } from '../evidence/facts.ts';
import type { EvidencePack, Signal } from '../evidence/signal.ts';
import { type Resource, resourceKey } from '../incident/resource.ts';
import { type CategoryRule, categoryRules } from './category-rules.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';

/** Each supporting signal adds this much, up to `most`: rules are never certain. */
const perSupport = 0.02;
const most = 0.97;
/** Something wrong elsewhere in the namespace explains the alarm less than the same thing on its own resource. */
const elsewhere = 0.6;
/** Below this a cause is a guess, and guesses are not proposed from. */
const leastConfidence = 0.5;
/** Two causes that differ by less than this are not told apart. */
const leastDifference = 0.05;
const mostCauses = 5;

const has = (fact: string, list: readonly string[]): boolean => list.includes(fact);

const byResource = (signals: readonly Signal[]): Signal[][] =>
  [...new Set(signals.map(({ resource }) => resourceKey(resource)))].map((key) =>
    signals.filter(({ resource }) => resourceKey(resource) === key),
  );

const causeBy = (rule: CategoryRule, signals: readonly Signal[], alarmed: Resource): Cause | undefined => {
  const proofs = signals.filter(({ fact }) => has(fact, rule.proof));
  const [proof] = proofs;
  if (proof === undefined || rule.kinds?.includes(proof.resource.kind) === false) return undefined;
  const beside = signals.filter(({ fact }) => has(fact, rule.with ?? []));
  if (rule.with !== undefined && beside.length === 0) return undefined;
  const support = signals.filter(({ fact }) => has(fact, rule.support) && !has(fact, rule.proof));
  const confidence = Math.min(most, rule.confidence + perSupport * support.length);
  const here = resourceKey(proof.resource) === resourceKey(alarmed);
  return {
    category: rule.category,
    resource: proof.resource,
    summary: rule.says(`${proof.resource.kind} ${proof.resource.name}`, proof).slice(0, 300),
    confidence: Math.round(confidence * (here ? 1 : elsewhere) * 100) / 100,
    citations: [...proofs, ...beside, ...support].map(({ id }) => id),
  };
};

/** The causes that one resource's signals prove, without those that another of them explains. */
const causesOf = (signals: readonly Signal[], alarmed: Resource): Cause[] => {
  const found = new Map<string, { rule: CategoryRule; cause: Cause }>();
  for (const rule of categoryRules) {
    const cause = causeBy(rule, signals, alarmed);
    if (cause !== undefined && !found.has(rule.category)) found.set(rule.category, { rule, cause });
  }
  const explained = [...found.values()].flatMap(({ rule }) => rule.explains);
  return [...found.values()].map(({ cause }) => cause).filter(({ category }) => !explained.includes(category));
};

/**
 * True when all that was to be read was read, the resource is seen to work, and nothing anywhere says otherwise. No data
 * is not health: one gap is enough to say no.
 */
export const nothingWrong = ({ signals, gaps }: EvidencePack, alarmed: Resource): boolean =>
  gaps.length === 0 &&
  !signals.some(({ fact }) => isSymptom(fact)) &&
  signals.some(({ fact, resource }) => fact === 'workload_ready' && resourceKey(resource) === resourceKey(alarmed));

/**
 * The causes that the evidence proves, the most likely first; `abstained` when it proves none or does not tell the first
 * two apart; `healthy` when nothing is wrong. `alarmed` is the resource the alarm is about.
 */
export const diagnoseByRules = (pack: EvidencePack, alarmed: Resource): Diagnosis => {
  const signals = pack.signals.filter(({ fact }) => fact in facts);
  const causes = byResource(signals)
    .flatMap((group) => causesOf(group, alarmed))
    .toSorted((a, b) => b.confidence - a.confidence || a.category.localeCompare(b.category))
    .slice(0, mostCauses);
  const [first, second] = causes;
  if (first === undefined) {
    return { kind: nothingWrong(pack, alarmed) ? 'healthy' : 'abstained', source: 'rules', causes: [] };
  }
  const unsure = first.confidence < leastConfidence;
  const tied = second !== undefined && first.confidence - second.confidence < leastDifference;
  if (unsure || tied) return { kind: 'abstained', source: 'rules', causes: [] };
  return { kind: 'diagnosed', source: 'rules', causes };
};
