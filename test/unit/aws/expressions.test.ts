import { describe, expect, it } from 'vitest';
import { conditionExpression, transactItem } from '../../../core/aws/expressions.ts';
import type { Condition } from '../../../core/incident/table.ts';

const key = { pk: 'BOX#1', sk: 'STATE' };

describe('write conditions as DynamoDB expressions', () => {
  it.each<[Condition, string]>([
    [{ attribute: 'status', is: 'equal', value: 'x' }, '#a0 = :v0'],
    [{ attribute: 'status', is: 'differs', value: 'x' }, '(attribute_not_exists(#a0) OR #a0 <> :v0)'],
    [{ attribute: 'status', is: 'before', value: 'x' }, '#a0 < :v0'],
    [{ attribute: 'status', is: 'after', value: 'x' }, '#a0 > :v0'],
  ])('turns %j into %s', (condition, expression) => {
    expect(conditionExpression([condition])).toEqual({
      ConditionExpression: expression,
      ExpressionAttributeNames: { '#a0': 'status' },
      ExpressionAttributeValues: { ':v0': 'x' },
    });
  });

  it('sends no values where a condition has none', () => {
    expect(conditionExpression([{ attribute: 'status', is: 'absent' }])).toStrictEqual({
      ConditionExpression: 'attribute_not_exists(#a0)',
      ExpressionAttributeNames: { '#a0': 'status' },
    });
  });

  it('joins conditions by AND, each with its own placeholders', () => {
    const when: Condition[] = [
      { attribute: 'status', is: 'differs', value: 'open' },
      { attribute: 'gone', is: 'absent' },
      { attribute: 'seq', is: 'equal', value: 3 },
    ];
    expect(conditionExpression(when)).toEqual({
      ConditionExpression: '(attribute_not_exists(#a0) OR #a0 <> :v0) AND attribute_not_exists(#a1) AND #a2 = :v2',
      ExpressionAttributeNames: { '#a0': 'status', '#a1': 'gone', '#a2': 'seq' },
      ExpressionAttributeValues: { ':v0': 'open', ':v2': 3 },
    });
  });

  it('sends no expression for no condition', () => {
    expect(conditionExpression([])).toStrictEqual({});
  });
});

describe('writes as items of a transaction', () => {
  const when: Condition[] = [{ attribute: 'seq', is: 'equal', value: 3 }];
  const expression = conditionExpression(when);

  it('creates only where there is no item', () => {
    expect(transactItem('ops', { kind: 'create', item: { ...key, seq: 1 } })).toEqual({
      Put: {
        TableName: 'ops',
        Item: { ...key, seq: 1 },
        ConditionExpression: 'attribute_not_exists(#a0)',
        ExpressionAttributeNames: { '#a0': 'pk' },
      },
    });
  });

  it('replaces, deletes and checks under their conditions', () => {
    expect(transactItem('ops', { kind: 'replace', item: { ...key, seq: 4 }, when })).toEqual({
      Put: { TableName: 'ops', Item: { ...key, seq: 4 }, ...expression },
    });
    expect(transactItem('ops', { kind: 'delete', key, when })).toEqual({
      Delete: { TableName: 'ops', Key: key, ...expression },
    });
    expect(transactItem('ops', { kind: 'check', key, when })).toEqual({
      ConditionCheck: { TableName: 'ops', Key: key, ...expression },
    });
  });

  it('refuses a check that checks nothing', () => {
    expect(() => transactItem('ops', { kind: 'check', key, when: [] })).toThrow('needs a condition');
  });
});
