import type { Condition, Item } from '../../core/incident/table.ts';

export const key = { pk: 'BOX#1', sk: 'STATE' };
/** The item that the conditions below are put to. */
export const stored: Item = { ...key, color: 'red', size: 5, open: true, at: '2026-11-20T10:00:00.000Z' };

export const holding: Condition[] = [
  { attribute: 'color', is: 'equal', value: 'red' },
  { attribute: 'size', is: 'equal', value: 5 },
  { attribute: 'open', is: 'equal', value: true },
  { attribute: 'color', is: 'differs', value: 'blue' },
  { attribute: 'size', is: 'differs', value: '5' },
  { attribute: 'missing', is: 'differs', value: 'anything' },
  { attribute: 'size', is: 'before', value: 6 },
  { attribute: 'size', is: 'after', value: 4 },
  { attribute: 'at', is: 'before', value: '2026-11-20T10:00:00.001Z' },
  { attribute: 'at', is: 'after', value: '2026-11-20T09:59:59.999Z' },
  { attribute: 'missing', is: 'absent' },
];
/** Values of different types are never equal, and neither before nor after each other. */
export const failing: Condition[] = [
  { attribute: 'color', is: 'equal', value: 'blue' },
  { attribute: 'size', is: 'equal', value: '5' },
  { attribute: 'missing', is: 'equal', value: 'red' },
  { attribute: 'color', is: 'differs', value: 'red' },
  { attribute: 'size', is: 'before', value: 5 },
  { attribute: 'size', is: 'after', value: 5 },
  { attribute: 'at', is: 'before', value: '2026-11-20T10:00:00.000Z' },
  { attribute: 'size', is: 'before', value: '9' },
  { attribute: 'missing', is: 'before', value: 'z' },
  { attribute: 'missing', is: 'after', value: 0 },
  { attribute: 'color', is: 'absent' },
];
