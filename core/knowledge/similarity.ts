import { type Signature, weightOf } from './signature.ts';

/**
 * How alike two signatures are, 0 to 1: the weight of what both have over the weight of what either has. Weighted Jaccard
 * similarity with a weight per feature: Ioffe 2010, "Improved Consistent Sampling, Weighted Minhash and L1 Sketching",
 * doi:10.1109/ICDM.2010.80, equation 1. Symmetric; 0 where neither has a feature that weighs.
 */
export const similarity = (a: Signature, b: Signature): number => {
  const [first, second] = [new Set(a), new Set(b)];
  let both = 0;
  let either = 0;
  for (const feature of new Set([...a, ...b])) {
    const weight = weightOf(feature);
    either += weight;
    if (first.has(feature) && second.has(feature)) both += weight;
  }
  return either === 0 ? 0 : both / either;
};
