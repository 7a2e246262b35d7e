import { describe, expect, it } from 'vitest';
import { LabelSelector, selects, selectorText } from '../../../../core/remediation/kubernetes/label-selector.ts';

const labels = { app: 'receipts', tier: 'backend' };
const one = (operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', key: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

describe('a label selector', () => {
  it.each<[string, LabelSelector, boolean]>([
    ['nothing, which is everything', {}, true],
    ['a label', { matchLabels: { app: 'receipts' } }, true],
    ['another value', { matchLabels: { app: 'orders' } }, false],
    ['a label and one that is not there', { matchLabels: { app: 'receipts', zone: 'a' } }, false],
    ['a name of every object', { matchLabels: { constructor: 'x' } }, false],
    ['one of some values', one('In', 'app', ['orders', 'receipts']), true],
    ['one of other values', one('In', 'app', ['orders']), false],
    ['one of some values of a label that is not there', one('In', 'zone', ['a']), false],
    ['none of some values', one('NotIn', 'app', ['receipts']), false],
    ['none of other values', one('NotIn', 'app', ['orders']), true],
    ['none of some values of a label that is not there', one('NotIn', 'zone', ['a']), true],
    ['a label that is there', one('Exists', 'tier'), true],
    ['a label that is not', one('Exists', 'toString'), false],
    ['no label that is there', one('DoesNotExist', 'tier'), false],
    ['no label that is not', one('DoesNotExist', 'zone'), true],
    ['a label, and no value of it', { matchLabels: { app: 'receipts' }, ...one('NotIn', 'tier', ['backend']) }, false],
  ])('that asks for %s', (_what, selector, expected) => expect(selects(selector, labels)).toBe(expected));

  it('is the same text in whatever order', () => {
    expect(selectorText({ matchLabels: { tier: 'b', app: 'a' }, ...one('In', 'zone', ['y', 'x']) })).toBe(
      'app=a,tier=b,zone in (x, y)',
    );
    expect(selectorText(one('NotIn', 'zone', ['x']))).toBe('zone notin (x)');
    expect(
      selectorText({
        matchExpressions: [...one('Exists', 'a').matchExpressions, ...one('DoesNotExist', 'b').matchExpressions],
      }),
    ).toBe('!b,a');
  });

  it.each([{ matchFields: {} }, { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] }])(
    'of an unknown form is none: %j',
    (form) => expect(LabelSelector.safeParse(form).success).toBe(false),
  );
});
