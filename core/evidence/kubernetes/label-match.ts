import type { LabelSelector } from './schema.ts';

type Labels = Readonly<Record<string, string>>;
export type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

/**
 * True when labels meet a requirement: the operators of label selectors and the two more of node selectors. An operator
 * that is not known is taken as met: it must not make a fault.
 */
export const meets = ({ key, operator, values }: Requirement, labels: Labels): boolean => {
  const value = labels[key];
  const [bound] = values ?? [];
  switch (operator) {
    case 'In':
      return value !== undefined && (values ?? []).includes(value);
    case 'NotIn':
      return value === undefined || !(values ?? []).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(bound);
    case 'Lt':
      return value !== undefined && Number(value) < Number(bound);
    default:
      return true;
  }
};

/** True when labels have all that a map of labels asks for; an empty map asks for nothing. */
export const hasLabels = (wanted: Labels | null | undefined, labels: Labels): boolean =>
  Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);

/** True when a label selector selects these labels; an empty one selects everything. */
export const selects = ({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean =>
  hasLabels(matchLabels, labels) && (matchExpressions ?? []).every((one) => meets(one, labels));

/** A selector as a person writes it: `app=payments,tier In (a,b)`. */
export const selectorText = ({ matchLabels, matchExpressions }: LabelSelector): string =>
  [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(matchExpressions ?? []).map(({ key, operator, values }) =>
      values == null || values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(',')})`,
    ),
  ].join(', ');
