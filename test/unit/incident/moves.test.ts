import { describe, expect, it } from 'vitest';
import { heldByPerson, needsPerson, terminal, transitions } from '../../../core/incident/lifecycle.ts';

/** Who may move an incident where, written once more: whoever changes the table says so here, too. */
const moves: Record<string, string> = {
  new: 'detected by alarm-handler, report_only by alarm-handler, detected by mcp',
  detected: 'analyzed by analyzer, self_recovered by alarm-handler, report_only by timekeeper',
  analyzed: 'proposed by proposer, report_only by proposer, self_recovered by alarm-handler, report_only by timekeeper',
  proposed:
    'awaiting_approval by notifier, notify_failed by notifier, self_recovered by alarm-handler, notify_failed by timekeeper',
  awaiting_approval:
    'approved by approval-api, rejected by approval-api, expired by timekeeper, self_recovered by alarm-handler',
  approved:
    'executing by executor, refused by executor, self_recovered by alarm-handler, self_recovered by executor, refused by timekeeper',
  executing:
    'executed by executor, execution_failed by executor, outcome_unknown by executor, outcome_unknown by timekeeper',
  executed:
    'resolved by validator, fix_ineffective by validator, inconclusive by validator, inconclusive by timekeeper',
  execution_failed: 'rolling_back by rollback, awaiting_rollback_approval by rollback, rollback_failed by timekeeper',
  fix_ineffective: 'rolling_back by rollback, awaiting_rollback_approval by rollback, rollback_failed by timekeeper',
  inconclusive: 'awaiting_rollback_approval by rollback, rollback_failed by timekeeper',
  awaiting_rollback_approval:
    'rolling_back by approval-api, closed by approval-api, resolved by approval-api, rollback_failed by timekeeper, resolved by timekeeper',
  resolved: 'awaiting_rollback_approval by approval-api, awaiting_rollback_approval by mcp',
  rolling_back: 'rolled_back by rollback, rollback_failed by rollback, rollback_failed by timekeeper',
  outcome_unknown: 'closed by approval-api',
  rollback_failed: 'closed by approval-api',
};

describe('the moves of an incident', () => {
  it.each(Object.entries(moves))('out of %s are these and no others', (from, expected) => {
    const found = transitions.filter((one) => (one.from ?? 'new') === from).map(({ to, by }) => `${to} by ${by}`);
    expect(found.toSorted()).toEqual(expected.split(', ').toSorted());
  });

  it('out of all others are none', () => {
    expect([...new Set(transitions.map(({ from }) => from ?? 'new'))].toSorted()).toEqual(
      Object.keys(moves).toSorted(),
    );
    const reopened = transitions.filter(({ reopens }) => reopens === true).map(({ from }) => from);
    expect(new Set(reopened)).toEqual(new Set(['resolved']));
    for (const status of terminal) if (!reopened.includes(status)) expect(Object.keys(moves)).not.toContain(status);
  });

  it('tell in words when they are made', () => {
    for (const { from, to, when } of transitions) expect(when, `${from} ${to}`).toMatch(/^[a-z].{8,}/);
  });

  it('ask for a person in exactly these statuses', () => {
    expect([...needsPerson].toSorted()).toEqual([
      'awaiting_approval',
      'awaiting_rollback_approval',
      'execution_failed',
      'expired',
      'fix_ineffective',
      'inconclusive',
      'notify_failed',
      'outcome_unknown',
      'refused',
      'report_only',
      'rollback_failed',
    ]);
  });

  it('have no deadline in those that only a person ends', () =>
    expect([...heldByPerson].toSorted()).toEqual(['outcome_unknown', 'rollback_failed']));
});
