import { facts, isSymptom } from '../evidence/facts.ts';
import type { EvidencePack, Signal } from '../evidence/signal.ts';
import type { FactRow } from '../evidence/facts/row.ts';
import { type Resource, resourceKey } from '../incident/resource.ts';
import { categoryRules } from './category-rules.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';
import { isWithin } from '../incident/subject.ts';
import { nearness } from './nearness.ts';
import type { CategoryRule } from './rules/category-rule.ts';

/** Each supporting signal adds this much, up to `most`: rules are never certain. */
const perSupport = 0.02;
const most = 0.97;
/** Below this a cause is a guess, and guesses are not proposed from. */
const leastConfidence = 0.5;
/** Two causes that differ by less than this are not told apart, unless ... */
const leastDifference = 0.03;
/** ... the first is as good as proved: then both are faults, and the second does not cast doubt on it. */
const provedConfidence = 0.8;
const mostCauses = 5;

const usualStrength = (fact: string): number =>
  new Map<string, FactRow>(Object.entries(facts)).get(fact)?.strength ?? 1;

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
  // A finding may be surer or less sure than its fact usually is.
  const sureness = Math.max(...proofs.map(({ fact, strength }) => strength / usualStrength(fact)));
  const confidence = Math.min(most, (rule.confidence + perSupport * support.length) * sureness);
  return {
    category: rule.category,
    resource: proof.resource,
    summary: rule.says(`${proof.resource.kind} ${proof.resource.name}`, proof).slice(0, 300),
    confidence: Math.round(confidence * (rule.anywhere ? 1 : nearness(proof.resource, alarmed)) * 100) / 100,
    citations: [...proofs, ...beside, ...support].map(({ id }) => id),
  };
};

type Proved = { rule: CategoryRule; cause: Cause };

/** The causes that one resource's signals prove; of several rows for a category the first that fits. */
const provedBy = (signals: readonly Signal[], alarmed: Resource): Proved[] => {
  const found = new Map<string, Proved>();
  for (const rule of categoryRules) {
    const cause = causeBy(rule, signals, alarmed);
    if (cause !== undefined && !found.has(rule.category)) found.set(rule.category, { rule, cause });
  }
  return [...found.values()];
};

/** True when another cause explains this one: on the same resource, or wherever it is seen. */
const isExplained = ({ cause }: Proved, proved: readonly Proved[]): boolean =>
  proved.some(
    (other) =>
      other.cause !== cause &&
      (other.rule.explainsElsewhere.includes(cause.category) ||
        (other.rule.explains.includes(cause.category) &&
          resourceKey(other.cause.resource) === resourceKey(cause.resource))),
  );

/**
 * True when all that was to be read was read, the resource is seen to work, and nothing anywhere says otherwise. No data
 * is not health: one gap is enough to say no.
 */
export const nothingWrong = ({ signals, gaps }: EvidencePack, alarmed: Resource): boolean =>
  gaps.length === 0 &&
  !signals.some(({ fact }) => isSymptom(fact)) &&
  signals.some(
    ({ fact, resource }) =>
      (fact === 'workload_ready' || fact === 'alarmed_metric_normal') && isWithin(resource, alarmed),
  );

/**
 * The causes that the evidence proves, the most likely first; `abstained` when it proves none or does not tell the first
 * two apart; `healthy` when nothing is wrong. `alarmed` is what the alarm is about.
 */
export const diagnoseByRules = (pack: EvidencePack, alarmed: Resource): Diagnosis => {
  const signals = pack.signals.filter(({ fact }) => fact in facts);
  const proved = byResource(signals).flatMap((group) => provedBy(group, alarmed));
  const causes = proved
    .filter((one) => !isExplained(one, proved))
    .map(({ cause }) => cause)
    .toSorted((a, b) => b.confidence - a.confidence || a.category.localeCompare(b.category))
    .slice(0, mostCauses);
  const [first, second] = causes;
  if (first === undefined) {
    return { kind: nothingWrong(pack, alarmed) ? 'healthy' : 'abstained', source: 'rules', causes: [] };
  }
  const unsure = first.confidence < leastConfidence;
  const tied =
    second !== undefined &&
    first.confidence < provedConfidence &&
    first.confidence - second.confidence < leastDifference;
  if (unsure || tied) return { kind: 'abstained', source: 'rules', causes: [] };
  return { kind: 'diagnosed', source: 'rules', causes };
};
