import * as z from 'zod';

const Requirement = z.strictObject({
  key: z.string().min(1),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.string()).optional(),
});

/**
 * A `metav1.LabelSelector`. A form that is not understood is refused, not read in part.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export const LabelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(Requirement).optional(),
});
export type LabelSelector = z.infer<typeof LabelSelector>;

export type Labels = Readonly<Record<string, string>>;

const valueOf = (labels: Labels, key: string): string | undefined =>
  Object.hasOwn(labels, key) ? labels[key] : undefined;

const holds = (labels: Labels, { key, operator, values = [] }: z.infer<typeof Requirement>): boolean => {
  const value = valueOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return operator satisfies never;
  }
};

/** Whether a selector selects an object with these labels; an empty one selects every object. */
export const selects = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => valueOf(labels, key) === value) &&
  matchExpressions.every((one) => holds(labels, one));

export const selectsAll = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

const written = ({ key, operator, values = [] }: z.infer<typeof Requirement>): string => {
  switch (operator) {
    case 'In':
      return `${key} in (${values.toSorted().join(', ')})`;
    case 'NotIn':
      return `${key} notin (${values.toSorted().join(', ')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return operator satisfies never;
  }
};

/** The selector as `kubectl -l` takes it, the same text for the same meaning in whatever order. */
export const selectorText = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string =>
  [...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`), ...matchExpressions.map(written)]
    .toSorted()
    .join(',');
