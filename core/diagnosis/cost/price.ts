import { regionsOf } from '../model-id.ts';
import type { Models, Price } from './models.ts';

const fits = (pattern: string, id: string): boolean =>
  pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;

/**
 * The price of a model or inference profile, or undefined where the table has none: then nobody knows what a call costs,
 * and none is made. A profile across regions costs what its model costs: https://aws.amazon.com/bedrock/pricing/.
 */
export const priceOf = ({ prices }: Models, modelId: string): Price | undefined => {
  const name = modelId.replace(/^arn:.*(?:inference-profile|foundation-model)\//, '');
  const model = regionsOf(name) === undefined ? name : name.slice(name.indexOf('.') + 1);
  return prices.find(({ model: pattern }) => fits(pattern, modelId) || fits(pattern, model));
};

/**
 * Millionths of a US dollar, in which everything is counted: whole numbers, so that sums are exact. Rounded up. A million
 * of them is a dollar, so tokens times dollars for a million tokens need no factor.
 */
export const microUsd = (price: Price, used: { inputTokens: number; outputTokens: number }): number =>
  Math.ceil(used.inputTokens * price.inputPerMillion + used.outputTokens * price.outputPerMillion);

export const toMicroUsd = (usd: number): number => Math.round(usd * 1_000_000);
export const toUsd = (micro: number): number => micro / 1_000_000;
