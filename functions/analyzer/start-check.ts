import type { Models } from '../../core/diagnosis/cost/models.ts';
import { priceOf } from '../../core/diagnosis/cost/price.ts';
import { leavesRegion } from '../../core/diagnosis/model-id.ts';

export type StartLine = { level: 'warn' | 'error'; message: string };

/** What is known of a model before it is asked: that it has no price and never will be, and that evidence may travel. */
export const startCheck = (modelId: string, models: Models): StartLine[] => {
  const region = leavesRegion(modelId);
  return [
    ...(region === undefined ? [] : [{ level: 'warn' as const, message: `ModelId: ${region}` }]),
    ...(priceOf(models, modelId) === undefined
      ? [{ level: 'error' as const, message: `ModelId: models.yaml has no price for ${modelId}, so it is never asked` }]
      : []),
  ];
};
