import { screen } from '../evidence/sanitize.ts';
import type { EvidencePack, Signal } from '../evidence/signal.ts';
import { type Resource, resourceKey } from '../incident/resource.ts';
import type { Answer } from './answer.ts';
import { categoryId } from './categories.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';
import { unsupported } from './numbers.ts';

type Shown = Pick<EvidencePack, 'signals'>;
type Beside = Pick<Diagnosis, 'considered' | 'missing'>;
export type Grounded = ({ kind: 'grounded'; causes: Cause[] } & Beside) | { kind: 'ungrounded'; reason: string };

/** How much of what is no cause is kept, and how long a line of it may be. */
const mostBeside = 3;
const besideLength = 200;

const resourceIn = (signals: readonly Signal[], key: string): Resource | undefined =>
  signals.find(({ resource }) => resourceKey(resource) === key)?.resource;

/** The claimed cause, or what is wrong with it. One invented id makes the whole claim an invention. */
const judged = (claim: Answer['causes'][number], { signals }: Shown): Cause | string => {
  const category = categoryId(claim.category);
  if (category === undefined) return 'a category that is not in the list';
  const citations = [...new Set(claim.citations)];
  const cited = citations.flatMap((id) => signals.find((signal) => signal.id === id) ?? []);
  if (cited.length < citations.length) return 'a signal that does not exist';
  // That somebody tries to instruct the model is no evidence of a fault.
  if (!cited.some(({ kind }) => kind !== 'injection')) return 'no evidence but an injected text';
  const resource = resourceIn(signals, claim.resource);
  if (resource === undefined) return 'a resource that is not in the evidence';
  const summary = screen(claim.summary, 300).text;
  if (unsupported(summary, cited) !== undefined) return 'a number that is not in the cited evidence';
  return { category, resource, summary, confidence: claim.confidence, citations };
};

/** What stands beside the causes, as far as it holds: known categories, no number that is nowhere in the evidence. */
const beside = ({ considered, missing }: Answer, { signals }: Shown): Beside => {
  const kept = considered.flatMap((other) => {
    const category = categoryId(other.category);
    const reason = screen(other.reason, besideLength).text;
    return category === undefined || unsupported(reason, signals) !== undefined ? [] : [{ category, reason }];
  });
  const lines = missing.map((line) => screen(line, besideLength).text).filter((line) => line !== '');
  return {
    ...(kept.length === 0 ? {} : { considered: kept.slice(0, mostBeside) }),
    ...(lines.length === 0 ? {} : { missing: lines.slice(0, mostBeside) }),
  };
};

/**
 * The causes of a model's answer that rest on the evidence it was shown: the category is in the list, every cited id and
 * the resource exist, every number is one of the cited signals. The others are dropped; when none is left the answer is
 * ungrounded.
 */
export const ground = (answer: Answer, shown: Shown): Grounded => {
  const claims = answer.causes.map((claim) => judged(claim, shown));
  const causes = claims.filter((claim) => typeof claim !== 'string').toSorted((a, b) => b.confidence - a.confidence);
  if (causes.length > 0) return { kind: 'grounded', causes, ...beside(answer, shown) };
  const first = claims.find((claim) => typeof claim === 'string');
  return { kind: 'ungrounded', reason: first === undefined ? 'no cause at all' : `only causes with ${first}` };
};
