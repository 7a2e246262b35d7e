import { describe, expect, it } from 'vitest';
import { needsPerson, type Status, statuses, terminal, transitions } from '../../core/incident/lifecycle.ts';
import { startedBy } from './template.ts';

/** Who is started by every way into a status, and by a step that starts it again. */
const startedIn = (status: Status): string[][] =>
  [...transitions.filter(({ to }) => to === status).map(({ from }) => from ?? ''), status].map((from) =>
    startedBy(from, status),
  );

describe('the rules on the step bus', () => {
  it.each([...needsPerson, ...terminal])('%s tells people, however it was reached', (status) => {
    for (const started of startedIn(status)) expect(started).toContain('notifier');
  });

  /** Functions that move an incident on from a status; a person, an agent, an alarm and a deadline start by themselves. */
  const movers = (status: Status): string[] =>
    transitions
      .filter(({ from, by }) => from === status && !['timekeeper', 'alarm-handler', 'approval-api', 'mcp'].includes(by))
      .map(({ by }) => by);
  const started = (from: string, to: Status) => startedBy(from, to).filter((name) => movers(to).includes(name));
  const automatic = statuses.filter((status) => movers(status).length > 0);

  it.each(transitions.filter(({ to, by }) => automatic.includes(to) && !movers(to).includes(by)))(
    '$from -> $to starts who moves it on',
    ({ from, to }) => expect(started(from ?? '', to)).not.toEqual([]),
  );

  it.each(automatic)('%s can be started again', (status) => expect(started(status, status)).not.toEqual([]));

  it.each([
    ['', 'detected', ['analyzer']],
    ['detected', 'analyzed', ['proposer']],
    ['analyzed', 'proposed', ['notifier']],
    ['proposed', 'awaiting_approval', ['notifier']],
    ['awaiting_approval', 'approved', ['executor', 'notifier']],
    ['approved', 'approved', ['executor']],
    ['approved', 'executing', []],
    ['executing', 'executing', ['executor']],
    ['executing', 'executed', ['validator']],
    ['executed', 'executed', ['validator']],
    ['executing', 'execution_failed', ['notifier', 'rollback']],
    ['execution_failed', 'rolling_back', []],
    ['awaiting_rollback_approval', 'rolling_back', ['notifier', 'rollback']],
    ['rolling_back', 'rolling_back', ['rollback']],
  ])('%s -> %s starts %j', (from, to, started) => {
    expect(startedBy(from, to).toSorted()).toEqual(started);
  });

  it('change nothing and tell nobody twice on a replayed event', () => {
    const changing = statuses.flatMap((to) =>
      statuses.flatMap((from) => startedBy(from, to, { 'replay-name': 'again' })),
    );
    for (const name of ['executor', 'rollback', 'notifier']) expect(changing).not.toContain(name);
    expect(changing).toContain('analyzer');
  });

  it.each(['executing', 'rolling_back'] as const)(
    'start nobody when who is at work notes in %s that it waits for the provider',
    (status) => {
      for (const by of ['executor', 'rollback'] as const) {
        const started = startedBy(status, status, {}, by);
        expect(started).not.toContain('executor');
        expect(started).not.toContain('rollback');
      }
    },
  );

  it('listen to our own source only', () => {
    expect(startedBy('awaiting_approval', 'approved', { source: 'somebody.else' })).toEqual([]);
  });
});
