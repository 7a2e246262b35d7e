import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../core/remediation/catalogue.ts';
import type { JournalEntry } from '../../../core/remediation/journal.ts';
import { accepted, type Answer, judge, judgeUntouched } from '../../../core/remediation/outcome.ts';
import { later } from '../../support/incident.ts';
import { proposal } from '../../support/proposal.ts';
import { resizing } from '../../support/slow.ts';

const [planned] = proposal().actions;
if (planned === undefined) throw new Error('no action');
const path = 'containers.app.limits.memory';
const quick = { action: actionOf(planned), planned, touched: planned.touched };
const slow = { action: actionOf(resizing), planned: resizing, touched: resizing.touched };
const line: JournalEntry = {
  idempotencyKey: 'approval/0',
  provider: 'kubernetes',
  action: planned.id,
  target: planned.target,
  status: 'started',
  prior: {},
  observed: null,
  executedAt: later(0).toISOString(),
};
const answered: Answer = { kind: 'answered' };
const unclear: Answer = { kind: 'unclear', error: 'connection lost' };
const refused: Answer = { kind: 'refused', error: 'no' };
const notCalled: Answer = { kind: 'not-called' };
const lost = { error: 'connection lost' };

describe('what a call came to', () => {
  it.each<[string, Answer, Record<string, string> | undefined, object]>([
    ['answered, and in place', answered, { [path]: '1024Mi' }, { status: 'succeeded' }],
    ['lost, and in place', unclear, { [path]: '1Gi' }, { status: 'succeeded', ...lost }],
    ['never made, and in place', notCalled, { [path]: '1Gi' }, { status: 'succeeded' }],
    ['refused, whatever is in place', refused, { [path]: '1Gi' }, { status: 'failed', error: 'no' }],
    [
      'answered, and nothing changed',
      answered,
      { [path]: '512Mi' },
      { status: 'outcome_unknown', error: 'the call was answered but the resource shows no change' },
    ],
    ['lost, and nothing changed yet', unclear, { [path]: '512Mi' }, { status: 'started', ...lost }],
    ['never made, and nothing changed', notCalled, { [path]: '512Mi' }, { status: 'failed' }],
    [
      'answered, and neither',
      answered,
      { [path]: '3Gi' },
      { status: 'outcome_unknown', error: 'the resource holds neither the prior nor the planned value' },
    ],
    [
      'lost, and unreadable',
      unclear,
      undefined,
      { status: 'outcome_unknown', error: 'the resource could not be read after the call' },
    ],
  ])('%s', (_what, answer, state, outcome) => {
    const observed = state === undefined ? null : { [path]: state[path] };
    expect(judge(quick, line, answer, state, later(1))).toEqual({ observed, ...outcome });
  });

  it('notes when a slow change was taken on, and of no other', () => {
    expect(accepted(slow, later(5))).toEqual({ acceptedAt: later(5).toISOString() });
    expect(accepted(quick, later(5))).toEqual({});
  });

  it.each<[string, Partial<JournalEntry>, number, string]>([
    ['two minutes after it was taken on', { acceptedAt: later(60).toISOString() }, 179, 'started'],
    ['later than that', { acceptedAt: later(60).toISOString() }, 180, 'outcome_unknown'],
    ['two minutes after it was called', {}, 119, 'started'],
    ['later than that', {}, 120, 'outcome_unknown'],
  ])('of a slow change that shows nothing %s', (_when, change, seconds, status) => {
    const state = { instanceClass: 'db.r6g.large' };
    expect(judge(slow, { ...line, ...change }, answered, state, later(seconds))).toMatchObject({ status });
  });

  it.each([
    ['as planned', 'db.r6g.xlarge', 'succeeded'],
    ['as nobody planned it', 'db.r6g.2xlarge', 'outcome_unknown'],
  ])('of a slow change that shows at once %s is waited for no longer', (_how, instanceClass, status) => {
    const line0 = { ...line, acceptedAt: later(0).toISOString() };
    expect(judge(slow, line0, answered, { instanceClass }, later(1))).toMatchObject({ status });
  });

  it.each([
    ['that was taken on is waited for', { acceptedAt: later(0).toISOString() }, 'started'],
    ['that was not is unknown', {}, 'outcome_unknown'],
  ])('of a slow change that cannot be read, %s', (_what, change, status) =>
    expect(judge(slow, { ...line, ...change }, answered, undefined, later(1))).toMatchObject({ status }),
  );
});

describe('a step that was to leave all as it is', () => {
  const left = { ...quick, touched: [{ path, before: '1Gi', after: '1Gi' }] };
  const error = 'the resource is not as it was to stay; nothing was called';

  it.each([
    [{ [path]: '1Gi' }, { status: 'skipped', observed: { [path]: '1Gi' } }],
    [{ [path]: '2Gi' }, { status: 'failed', observed: { [path]: '2Gi' }, error }],
    [undefined, { status: 'failed', observed: null, error }],
  ])('in %j', (state, outcome) => expect(judgeUntouched(left, state)).toEqual(outcome));
});
