import { describe, expect, it } from 'vitest';
import { approvalDue, dueIn, requestEnd, stepDue, whenDue } from '../../../core/incident/deadline.ts';
import type { Due } from '../../../core/incident/incident.ts';
import { type Status, statuses, terminal } from '../../../core/incident/lifecycle.ts';
import { incident, later } from '../../support/incident.ts';

const due = (does: Due['does'], attempt = 0): Due => ({ at: later(60).toISOString(), does, attempt });
const passed = (status: Status, d: Due, seconds = 60) =>
  whenDue(incident({ status, due: d }), later(900), later(seconds));

describe('deadlines', () => {
  it('does nothing before the deadline or without one', () => {
    expect(passed('detected', due('again'), 59)).toBeUndefined();
    expect(whenDue(incident(), undefined, later(9999))).toBeUndefined();
  });

  it.each<[Status, Status]>([
    ['detected', 'report_only'],
    ['analyzed', 'report_only'],
    ['proposed', 'notify_failed'],
    ['approved', 'refused'],
    ['executing', 'outcome_unknown'],
    ['executed', 'inconclusive'],
    ['fix_ineffective', 'rollback_failed'],
    ['execution_failed', 'rollback_failed'],
    ['inconclusive', 'rollback_failed'],
    ['rolling_back', 'rollback_failed'],
  ])('starts the step out of %s three times more, then gives up to %s', (status, end) => {
    for (const attempt of [0, 1, 2]) {
      expect(passed(status, due('again', attempt))).toMatchObject({ kind: 'again', attempt: attempt + 1 });
    }
    expect(passed(status, due('again', 3))).toMatchObject({ kind: 'move', to: end });
  });

  it('polls every minute, for hours but not for ever', () => {
    expect(passed('executed', due('poll', 7))).toEqual({
      kind: 'again',
      attempt: 8,
      due: { at: later(120).toISOString(), does: 'poll', attempt: 8 },
    });
    expect(passed('executed', due('poll', 240))).toMatchObject({ kind: 'move', to: 'inconclusive' });
  });

  it('reminds after 5 and 10 minutes and expires at 15', () => {
    const expiresAt = later(900);
    const until = expiresAt.toISOString();
    const [first, second] = [later(300).toISOString(), later(600).toISOString()];
    expect(approvalDue(later(0), expiresAt, 0)).toEqual({ at: first, does: 'remind', attempt: 0, until });
    expect(approvalDue(later(300), expiresAt, 1)).toEqual({ at: second, does: 'remind', attempt: 1, until });
    expect(approvalDue(later(600), expiresAt, 2)).toEqual({ at: until, does: 'expire', attempt: 2, until });
    expect(passed('awaiting_approval', due('expire'))).toMatchObject({ kind: 'move', to: 'expired' });
    expect(passed('awaiting_rollback_approval', due('expire'))).toMatchObject({ kind: 'move', to: 'rollback_failed' });
  });

  it('keeps the end of a request that could not be opened yet', () => {
    const waiting = incident({ status: 'awaiting_rollback_approval', due: approvalDue(later(0), later(900), 0) });
    expect(requestEnd(waiting)).toBe(later(900).toISOString());
    const reminded = whenDue(waiting, undefined, later(301));
    expect(reminded).toMatchObject({
      kind: 'again',
      attempt: 1,
      due: { does: 'remind', at: later(601).toISOString(), until: later(900).toISOString() },
    });
    expect(requestEnd({ due: due('expire') })).toBe(later(60).toISOString());
    expect(requestEnd({ due: due('again') })).toBeUndefined();
  });

  it('knows where to go from every status that a step must leave', () => {
    const waitsForPerson: readonly Status[] = [
      'awaiting_approval',
      'awaiting_rollback_approval',
      'outcome_unknown',
      'rollback_failed',
    ];
    for (const status of statuses.filter((s) => !terminal.has(s) && !waitsForPerson.includes(s))) {
      expect(passed(status, due('again', 3)), status).toMatchObject({ kind: 'move' });
    }
  });

  it.each([
    ['detected', 120],
    ['analyzed', 120],
    ['proposed', 120],
    ['approved', 60],
    ['executing', 90],
    ['executed', 60],
    ['execution_failed', 60],
    ['fix_ineffective', 60],
    ['inconclusive', 60],
    ['rolling_back', 90],
  ] as const)('gives the step out of %s %i seconds', (status, seconds) => {
    expect(stepDue(status, later(5))).toEqual({ at: later(5 + seconds).toISOString(), does: 'again', attempt: 0 });
    expect(dueIn(later(5), 1, 'poll')).toEqual({ at: later(6).toISOString(), does: 'poll', attempt: 0 });
  });

  it('starts a step again two minutes later, and says after what it gave up', () => {
    expect(passed('detected', due('again', 2))).toEqual({
      kind: 'again',
      attempt: 3,
      due: { at: later(60 + 120).toISOString(), does: 'again', attempt: 3 },
    });
    expect(passed('detected', due('again', 3))).toEqual({
      kind: 'move',
      to: 'report_only',
      reason: 'detected: the next step did not come after three more tries',
    });
    expect(passed('executed', due('poll', 239))).toMatchObject({ kind: 'again', attempt: 240 });
    expect(passed('executed', due('poll', 240))).toMatchObject({
      reason: 'executed: the next step did not come after 240 polls',
    });
  });

  it('says what an expiry left behind', () => {
    expect(passed('awaiting_approval', due('expire'))).toMatchObject({ reason: 'nobody decided in time' });
    expect(passed('awaiting_rollback_approval', due('expire'))).toMatchObject({
      reason: 'nobody decided the rollback in time; whatever was applied is still in place',
    });
  });

  it('goes back to how it ended where a person asked for the rollback of a good change', () => {
    const waiting = incident({
      status: 'awaiting_rollback_approval',
      due: due('expire'),
      rollbackAsked: { by: 'dave', times: 1 },
    });
    expect(whenDue(waiting, undefined, later(60))).toEqual({
      kind: 'move',
      to: 'resolved',
      reason: 'nobody decided the rollback that dave asked for; the change stays in place',
    });
  });

  it('knows no way out of a status that only a person ends', () => {
    expect(() => passed('rollback_failed', due('again', 3))).toThrow(
      'status rollback_failed has a deadline but nowhere to go',
    );
  });

  it.each([
    ['the row, where it is earlier', later(700), 800, later(700)],
    ['what was set, where the row is later', later(900), 800, later(800)],
    ['what was set, where there is no row', undefined, 800, later(800)],
  ])('a reminder keeps the end of the request: %s', (_what, row, until, end) => {
    const reminded = { ...due('remind'), until: later(until).toISOString() };
    const waiting = incident({ status: 'awaiting_approval', due: reminded });
    expect(whenDue(waiting, row, later(60))).toMatchObject({ due: { does: 'remind', until: end.toISOString() } });
  });

  it('a reminder of a request that never had an end ends it', () => {
    const waiting = incident({ status: 'awaiting_approval', due: due('remind') });
    expect(whenDue(waiting, undefined, later(60))).toEqual({
      kind: 'again',
      attempt: 1,
      due: { at: later(60).toISOString(), does: 'expire', attempt: 1, until: later(60).toISOString() },
    });
  });

  it('leaves out a reminder that would come at the end or after it', () => {
    expect(approvalDue(later(0), later(300), 0)).toMatchObject({ does: 'expire', at: later(300).toISOString() });
    expect(approvalDue(later(0), later(301), 0)).toMatchObject({ does: 'remind' });
    // Never a third one, however long a request lives.
    expect(approvalDue(later(0), later(9999), 1)).toMatchObject({ does: 'remind' });
    expect(approvalDue(later(0), later(9999), 2)).toMatchObject({ does: 'expire' });
    expect(requestEnd({})).toBeUndefined();
  });
});
