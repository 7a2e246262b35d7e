import { type Amounts, type Felt, felt, type Symptoms } from './symptoms.ts';

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((total, amount) => total + amount, 0);

/** Below this share of its peak, what a caller shows is its everyday noise. */
const noise = 0.3;

/** The share of a caller's trouble, at its height, that a callee's trouble in the same periods amounts to, 0 to 1. */
const accounted = (caller: Amounts, callee: Amounts): number => {
  const peak = Math.max(0, ...caller.values());
  const high = [...caller].filter(([, amount]) => amount > noise * peak);
  const total = sum(high.map(([, amount]) => amount));
  return total === 0 ? 0 : sum(high.map(([at, amount]) => Math.min(amount, callee.get(at) ?? 0))) / total;
};

const length = (amounts: Amounts): number => Math.hypot(...amounts.values());

/** How alike the courses of two troubles are, 0 to 1: the cosine of their amounts. What was there before is not alike. */
const alike = (caller: Amounts, callee: Amounts): number => {
  const both = length(caller) * length(callee);
  return both === 0 ? 0 : sum([...caller].map(([at, amount]) => amount * (callee.get(at) ?? 0))) / both;
};

/** Calls that are not traced and means that wobble hide a part: a callee that accounts for this much accounts for all. */
const enough = 0.6;
/** The root of a share: what little of a callee is seen to be wrong still says where to look. */
const credited = (share: number): number => Math.sqrt(Math.min(1, share / enough));

/** What is slow makes callers fail (time-outs), and what fails makes them slow (retries), but not always. */
const acrossKinds = 0.5;

const dueTo = (kind: Felt, caller: Symptoms, callee: Symptoms): number => {
  const own = caller[kind];
  if (own === undefined) return 0;
  const [same, other] = [callee[kind], callee[kind === 'errors' ? 'latency' : 'errors']];
  const direct =
    same === undefined ? 0 : credited(accounted(own.amounts, same.amounts)) * alike(own.amounts, same.amounts);
  if (other === undefined) return direct;
  // A caller that fails because its callee is slow has waited for it: it is slow by as much.
  const slow = caller.latency;
  const waited = slow === undefined ? 0 : slow.certainty * accounted(slow.amounts, other.amounts);
  const indirect = acrossKinds * alike(own.amounts, other.amounts) * (kind === 'errors' ? waited : 1);
  return Math.max(direct, indirect);
};

/** A symptom of the kind that the alarm is about counts this many times as much. */
const asAlarmed = 4;

/**
 * How much the symptoms of a caller may be due to those of a callee, 0 to 1. Both are compared as totals of a period (all
 * the time waited, all requests failed), since a mean does not add up along calls and a total does; and in their course,
 * since what is the cause of trouble comes and goes with it.
 */
export const blame = (caller: Symptoms, callee: Symptoms, about?: Felt): number => {
  const parts = felt.flatMap((kind) => {
    const symptom = caller[kind];
    if (symptom === undefined) return [];
    const weight = (symptom.certainty + 0.01) * (about === kind ? asAlarmed : 1);
    return [{ weight, part: weight * dueTo(kind, caller, callee) }];
  });
  const total = sum(parts.map(({ weight }) => weight));
  return total === 0 ? 0 : sum(parts.map(({ part }) => part)) / total;
};
