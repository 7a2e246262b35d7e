import type { Condition } from '../../core/incident/table.ts';

const codeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
/** Where one text has no code unit at or above the surrogates, its code units and its bytes sort alike. */
const isLow = (text: string): boolean => !/[\ud800-\uffff]/.test(text);

/** Text in the order of its UTF-8 bytes, as DynamoDB sorts and compares it. */
export const byBytes = (a: string, b: string): number =>
  isLow(a) && isLow(b) ? codeUnits(a, b) : Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Less than 0, 0, more than 0; undefined for values of two types and for booleans, which have no order. */
const order = (stored: unknown, value: unknown): number | undefined => {
  if (typeof stored === 'string' && typeof value === 'string') return byBytes(stored, value);
  if (typeof stored === 'number' && typeof value === 'number') return stored - value;
  return undefined;
};

/** Whether one condition holds on the stored item; `undefined` is: there is none. */
export const conditionHolds = (condition: Condition, stored: Record<string, unknown> | undefined): boolean => {
  const found = stored?.[condition.attribute];
  switch (condition.is) {
    case 'absent':
      return found === undefined;
    case 'equal':
      return found === condition.value;
    case 'differs':
      return found !== condition.value;
    case 'before':
      return (order(found, condition.value) ?? 0) < 0;
    case 'after':
      return (order(found, condition.value) ?? 0) > 0;
    default:
      return condition satisfies never;
  }
};
