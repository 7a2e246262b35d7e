import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../core/remediation/catalogue.ts';
import { PreconditionFailed } from '../../../core/remediation/errors.ts';
import { onlyField } from '../../../core/remediation/only-field.ts';
import { providers } from '../../../core/remediation/provider.ts';
import { step } from '../../support/apply-context.ts';

const touched = { path: 'size', before: 1, after: 2 };
/** Ports on which nothing can be called. */
const closed = Object.fromEntries(providers.map((provider) => [provider, Object.freeze({})]));

describe('the one field of an action', () => {
  it('is the only one that is touched', () => expect(onlyField([touched], 'size')).toBe(touched));

  it.each([
    ['nothing', []],
    ['another field', [{ ...touched, path: 'count' }]],
    ['another field after it', [touched, { ...touched, path: 'count' }]],
    ['the same field twice', [touched, touched]],
  ])('is not to be found in a change of %s', (_what, fields) => {
    expect(() => onlyField(fields, 'size')).toThrow(PreconditionFailed);
    expect(() => onlyField(fields, 'size')).toThrow('expected a change of size and of nothing else');
  });

  it.each([
    'set-hpa-bounds',
    'scale-deployment',
    'restart-rollout',
    'cordon-node',
    'uncordon-node',
    'assign-secondary-ip',
    'unassign-secondary-ip',
    'ensure-forwarding-enabled',
    'ensure-forwarding-disabled',
    'set-instance-class',
    'grow-storage',
    'set-memory',
    'set-reserved-concurrency',
    'set-desired-count',
    'set-property',
    'isolate-network-interface',
  ])('is what %s looks for before it reads or calls anything', async (id) => {
    const action = actionOf({ id });
    const { parameters, state } = action.example;
    const plan = action.plan(parameters, state);
    if (plan.kind !== 'planned') throw new Error(plan.reason);
    const twice = action.apply(parameters, [...plan.touched, ...plan.touched], closed, step);
    await expect(twice).rejects.toThrow(/^expected a change of \S+ and of nothing else$/);
  });
});
