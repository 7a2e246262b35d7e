import { describe, expect, it } from 'vitest';
import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../../../core/remediation/errors.ts';
import { JournalEntry } from '../../../core/remediation/journal.ts';
import { later } from '../../support/incident.ts';

const entry = {
  idempotencyKey: 'approval/0',
  provider: 'kubernetes',
  action: 'set-resources',
  target: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
  status: 'started',
  prior: { replicas: 2, image: null },
  observed: null,
  executedAt: later(0).toISOString(),
};
const good = (change: object) => JournalEntry.safeParse({ ...entry, ...change }).success;

describe('a journal line', () => {
  it.each(['pending', 'approved', 'started', 'succeeded', 'failed', 'skipped', 'outcome_unknown', 'rolled_back'])(
    'may say %s',
    (status) => expect(good({ status })).toBe(true),
  );

  it.each<[string, object, boolean]>([
    ['what was seen', { observed: { replicas: 3 } }, true],
    ['when it was taken on', { acceptedAt: later(1).toISOString() }, true],
    ['an error of 300 characters', { error: 'x'.repeat(300) }, true],
    ['a longer one', { error: 'x'.repeat(301) }, false],
    ['another status', { status: 'done' }, false],
    ['a time that is none', { executedAt: 'today' }, false],
    ['what no field holds', { prior: { replicas: {} } }, false],
    ['anything else, such as a credential', { token: 'x' }, false],
  ])('may hold %s, or may not', (_what, change, fine) => expect(good(change)).toBe(fine));
});

describe('an error of a provider', () => {
  it.each([
    ['PreconditionFailed', new PreconditionFailed('x'), false],
    ['NotPermitted', new NotPermitted('x'), false],
    ['ProviderUnavailable', new ProviderUnavailable('x'), true],
  ])('%s has its name, and says whether to try again', (name, error, retryable) =>
    expect(error).toMatchObject({ name, retryable, message: 'x' }),
  );
});
