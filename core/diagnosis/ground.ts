import { screen } from '../evidence/sanitize.ts';
import type { EvidencePack } from '../evidence/signal.ts';
import { resourceKey } from '../incident/resource.ts';
import type { Answer } from './answer.ts';
import { categoryId } from './categories.ts';
import type { Cause } from './diagnosis.ts';

export type Grounded = { kind: 'grounded'; causes: Cause[] } | { kind: 'ungrounded'; reason: string };

/** What is wrong with one claimed cause, or undefined. One invented id makes the whole claim an invention. */
const problem = (cause: Answer['causes'][number], { signals }: EvidencePack): string | undefined => {
  if (categoryId(cause.category) === undefined) return 'a category that is not in the list';
  const cited = cause.citations.map((id) => signals.find((signal) => signal.id === id));
  if (cited.some((signal) => signal === undefined)) return 'a signal that does not exist';
  // That somebody tries to instruct the model is no evidence of a fault.
  if (!cited.some((signal) => signal?.kind !== 'injection')) return 'no evidence but an injected text';
  const known = signals.some(({ resource }) => resourceKey(resource) === resourceKey(cause.resource));
  return known ? undefined : 'a resource that is not in the evidence';
};

/**
 * The causes of a model's answer that rest on this evidence: the category is in the list, every cited id and the
 * resource exist in the pack. The others are dropped; when none is left the answer is ungrounded.
 */
export const ground = (answer: Answer, pack: EvidencePack): Grounded => {
  const problems = answer.causes.map((cause) => problem(cause, pack));
  const causes = answer.causes
    .filter((_, at) => problems[at] === undefined)
    .map((cause) => ({
      category: categoryId(cause.category) ?? cause.category,
      resource: cause.resource,
      summary: screen(cause.summary, 300).text,
      confidence: cause.confidence,
      citations: [...new Set(cause.citations)],
    }))
    .toSorted((a, b) => b.confidence - a.confidence);
  if (causes.length > 0) return { kind: 'grounded', causes };
  const [first] = problems.filter((text) => text !== undefined);
  return { kind: 'ungrounded', reason: first === undefined ? 'no cause at all' : `only causes with ${first}` };
};
