import { describe, expect, it } from 'vitest';
import { actionOf, catalogue } from '../../../core/remediation/catalogue.ts';
import { countChange } from '../../../core/remediation/count.ts';
import { placeOf } from '../../../core/remediation/place.ts';
import { portOf } from '../../../core/remediation/provider.ts';
import { Proposal } from '../../../core/remediation/proposal.ts';
import { proposal } from '../../support/proposal.ts';

describe('where a change goes', () => {
  it.each([
    ['eu-central-1', 'aws'],
    ['us-east-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['xx-cn-1', 'aws'],
  ])('in %s is the partition %s', (region, partition) =>
    expect(placeOf({ account: '123456789012', region })).toEqual({ account: '123456789012', region, partition }),
  );

  it('is only where there is access', () => {
    const rds = { get: async () => undefined };
    expect(portOf({ rds }, 'rds')).toBe(rds);
    for (const ports of [{}, JSON.parse('{ "rds": null }')]) {
      expect(() => portOf(ports, 'rds')).toThrow('there is no access to rds here');
    }
  });

  it('is by an action of this build', () => {
    expect(actionOf({ id: 'set-memory' }).id).toBe('set-memory');
    expect(() => actionOf({ id: 'paint' })).toThrow('action paint is not in the catalogue of this build');
  });

  it.each([...catalogue.values()])('would be told in one sentence by $id, whatever the parameters are', (action) => {
    expect(action.would({ nothing: 'that it knows' })).toBe(action.title);
    expect(action.would(undefined)).toBe(action.title);
    expect(action.would(action.example.parameters).length).toBeGreaterThan(10);
  });

  it('is a change of a count, and not none', () => {
    const none = countChange('tasks').safeParse({ by: 0, atLeast: 1, atMost: 9 });
    expect(none.error?.issues[0]).toMatchObject({ path: ['by'], message: 'a change' });
  });

  it('touches one field or more', () => {
    const [first] = proposal().actions;
    const read = (touched: unknown[]) =>
      Proposal.safeParse({ ...proposal(), actions: [{ ...first, touched }] }).success;
    const field = { path: 'x', before: 1, after: 2 };
    expect([read([]), read([field]), read([field, { ...field, path: 'y' }])]).toEqual([false, true, true]);
  });
});
