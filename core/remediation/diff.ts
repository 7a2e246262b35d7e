import type { FieldValue, TouchedField } from './action.ts';
import { hclValue } from './as-code/hcl.ts';
import { hclString } from './as-code/quote.ts';
import type { PlannedAction } from './proposal.ts';

const name = (path: string): string => (/^[A-Za-z0-9_./-]+$/.test(path) ? path : hclString(path));

const sign = ({ before, after }: TouchedField): '+' | '-' | '~' => (before === null ? '+' : after === null ? '-' : '~');

const values = ({ before, after }: TouchedField): string => {
  const text = (value: FieldValue): string => hclValue(value);
  return before === null ? text(after) : `${text(before)} -> ${text(after)}`;
};

/** No two fields of an action have the same path. */
const byPath = (a: TouchedField, b: TouchedField): number => (a.path < b.path ? -1 : 1);

const block = ({ target, touched }: Pick<PlannedAction, 'target' | 'touched'>): string => {
  const { kind, namespace, name: called } = target;
  const whole = namespace === undefined ? called : `${namespace}/${called}`;
  const fields = touched.toSorted(byPath).map((field) => `    ${sign(field)} ${name(field.path)} = ${values(field)}`);
  return [`~ ${name(kind)} ${hclString(whole)} {`, ...fields, '  }'].join('\n');
};

/**
 * What would change, as `terraform plan` says it: one block for each action in the order in which they run, fields by
 * their path, values as HCL writes them. A field that was not set is `+`, one that will not be is `-`.
 */
export const diffOf = (actions: readonly Pick<PlannedAction, 'target' | 'touched'>[]): string =>
  actions.map(block).join('\n');
