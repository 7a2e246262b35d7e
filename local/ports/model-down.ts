import { ModelUnavailable } from '../../core/diagnosis/errors.ts';
import type { Model } from '../../core/diagnosis/ports.ts';

/** A model that is configured and never answers: the diagnosis must come from the rules, and say so. */
export const unavailableModel: Model = {
  ask: async () => {
    throw new ModelUnavailable('the model endpoint does not answer', { retryable: true });
  },
};
