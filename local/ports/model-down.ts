import { ModelUnavailable } from '../../core/diagnosis/errors.ts';
import type { Model } from '../../core/diagnosis/ports.ts';

/** A model that is configured and never answers: the diagnosis must come from the rules, and say so. */
export const unavailableModel: Model = {
  // It has a price in the policy layer: without one it would not even be asked.
  id: 'amazon.nova-lite-v1:0',
  ask: async () => {
    throw new ModelUnavailable('the model endpoint does not answer', {
      why: 'failed',
      code: 'TimeoutError',
      retryable: true,
    });
  },
};
