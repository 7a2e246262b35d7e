import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { purgeAt } from '../../../core/incident/step.ts';
import { actionsInHour, beyondHour, countingWrite, recentActionsOf } from '../../../core/remediation/recent-actions.ts';
import { later } from '../../support/incident.ts';

const run = (incidentId: string, seconds: number, actions = 1) => ({
  incidentId,
  at: later(seconds).toISOString(),
  actions,
});
const now = later(3600);
const old = run('inc-old', 0);
const recent = { version: 3, runs: [old, run('inc-a', 1, 2), run('inc-b', 1800, 1)] };

describe('the actions of the last hour', () => {
  it('are those that other incidents began after its beginning', () => {
    expect(actionsInHour(recent, 'inc-c', now)).toBe(3);
    expect(actionsInHour(recent, 'inc-a', now)).toBe(1);
    expect(actionsInHour({ version: 0, runs: [] }, 'inc-a', now)).toBe(0);
  });

  it.each([
    [2, 1, undefined],
    [3, 1, '3 actions in the last hour and 1 more, maxActionsPerHour is 3'],
    [0, 4, '0 actions in the last hour and 4 more, maxActionsPerHour is 3'],
  ])('are too many with %i before and %i more: %s', (before, actions, why) =>
    expect(beyondHour(before, actions, 3)).toBe(why),
  );

  it('are counted by whoever read them last, and what is older is forgotten', () => {
    const item = {
      ...keys.recentActions(),
      version: 4,
      runs: [run('inc-a', 1, 2), run('inc-b', 1800, 1), run('inc-c', 3600, 2)],
      purgeAt: purgeAt(now),
    };
    expect(countingWrite(recent, 'inc-c', 2, now)).toEqual({
      kind: 'replace',
      item,
      when: [{ attribute: 'version', is: 'equal', value: 3 }],
    });
    expect(countingWrite({ version: 0, runs: [] }, 'inc-c', 2, now)).toEqual({
      kind: 'create',
      item: { ...item, version: 1, runs: [run('inc-c', 3600, 2)] },
    });
  });

  it('are none where nothing was written, and unknown where something odd was', () => {
    expect(recentActionsOf(undefined)).toEqual({ version: 0, runs: [] });
    expect(recentActionsOf({ ...keys.recentActions(), ...recent })).toEqual(recent);
    for (const odd of [
      {},
      { version: -1, runs: [] },
      { version: 1 },
      { version: 1, runs: [{ ...old, actions: 0 }] },
      { version: 1, runs: [{ ...old, at: 'now' }] },
    ]) {
      expect(() => recentActionsOf({ ...keys.recentActions(), ...odd })).toThrow();
    }
  });
});
