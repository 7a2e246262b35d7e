import { resourceKey } from '../incident/resource.ts';
import type { Cause } from './diagnosis.ts';

const shown = ({ category, resource, confidence }: Cause): string =>
  `${category} of ${resourceKey(resource)} (${Math.round(confidence * 100)}%)`;

/**
 * One line with both first causes, where model and rules name different ones: another category, or the same of another
 * resource. Undefined when they agree or when one of them names none.
 */
export const disagreementOf = ([model]: readonly Cause[], [rules]: readonly Cause[]): string | undefined => {
  if (model === undefined || rules === undefined) return undefined;
  const same = model.category === rules.category && resourceKey(model.resource) === resourceKey(rules.resource);
  return same ? undefined : `the model names ${shown(model)}, the rules ${shown(rules)}`.slice(0, 400);
};
