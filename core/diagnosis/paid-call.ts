import type { Consultant } from './consultant.ts';
import type { Reserve } from './cost/budget.ts';
import type { Price } from './cost/models.ts';
import { microUsd } from './cost/price.ts';
import type { TokenUsage } from './ports.ts';

/** A call that may not answer in this many tokens is not worth its input. */
const leastAnswerTokens = 400;

const notReserved = (reserve: Exclude<Reserve, { kind: 'reserved' }>): string => {
  switch (reserve.kind) {
    case 'over':
      return `the model was not asked: its budget for this ${reserve.budget} is used up`;
    case 'contended':
      return 'the model was not asked: its budget could not be reserved, too many incidents at once';
    default:
      return reserve satisfies never;
  }
};

export type Paid<T> = { kind: 'made'; result: T; micro: number } | { kind: 'refused'; note: string };
type Call<T> = {
  incidentId: string;
  price: Price;
  /** Of the request, by `requestTokens`. */
  inputTokens: number;
  ask: (maxTokens: number) => Promise<T>;
};

/**
 * One call within the budget: the most it can cost is reserved before it, what it did cost is settled after it, in micro
 * dollars. The answer may be as long as the reserve affords. A call of which nobody knows what it took costs its reserve.
 * A budget that cannot be read or written has nothing left. Throws only what `ask` throws.
 */
export const paidCall = async <T extends { used?: TokenUsage }>(
  { budget, answerTokens }: Consultant,
  { incidentId, price, inputTokens, ask }: Call<T>,
): Promise<Paid<T>> => {
  const priceWith = (outputTokens: number): number => microUsd(price, { inputTokens, outputTokens });
  let reserve: Reserve;
  try {
    reserve = await budget.reserve(incidentId, priceWith(leastAnswerTokens), priceWith(answerTokens));
  } catch {
    return { kind: 'refused', note: 'the model was not asked: what was spent could not be counted' };
  }
  if (reserve.kind !== 'reserved') return { kind: 'refused', note: notReserved(reserve) };

  const affordable =
    price.outputPerMillion === 0 ? answerTokens : (reserve.micro - priceWith(0)) / price.outputPerMillion;
  const result = await ask(Math.min(answerTokens, Math.floor(affordable)));
  const micro = result.used === undefined ? reserve.micro : microUsd(price, result.used);
  try {
    await reserve.settle(micro);
  } catch {
    // The reserve stays counted as spent: too much rather than too little.
  }
  return { kind: 'made', result, micro };
};
