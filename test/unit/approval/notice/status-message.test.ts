import { describe, expect, it } from 'vitest';
import { partialMessage, statusMessage } from '../../../../core/approval/notice/status-message.ts';
import { incidentsLine, waysToDecide } from '../../../../core/approval/notice/ways.ts';
import { type Status, statuses } from '../../../../core/incident/lifecycle.ts';
import { incident } from '../../../support/incident.ts';

const baseUrl = 'https://approve.example/live';
const spoke = incident({ spoke: '210987654321' });
const told = (step: { to: Status; person?: string; reason?: string }, change: object = {}) => ({
  incident: spoke,
  step,
  detail: 'minimal' as const,
  baseUrl,
  ...change,
});
const service = { says: 'service', with: { service: { foreign: 'payments' }, severity: { word: 'high' } } };
const where = { says: 'where', with: { resource: { foreign: '210987654321/Deployment/checkout/payments-api' } } };
const alarm = { says: 'alarm', with: { alarm: { foreign: 'checkout-payments-api-oomkilled' } } };
const list = incidentsLine(spoke.id, baseUrl);

describe('where an incident stands', () => {
  it('is told in minimal detail without place, reason and report', () =>
    expect(statusMessage(told({ to: 'rejected', person: 'alice', reason: 'too late' }), '# Report')).toStrictEqual({
      incident: { ...spoke, status: 'rejected' },
      kind: 'rejected',
      headline: 'rejected',
      lines: [service, { says: 'person', with: { person: { foreign: 'alice' } } }, list],
      chatSteps: [],
      facts: { decidedBy: 'alice' },
    }));

  it('is told in full detail with them', () => {
    const full = { detail: 'full' };
    expect(statusMessage(told({ to: 'resolved', reason: 'it holds' }, full), '# Report')).toStrictEqual({
      incident: { ...spoke, status: 'resolved' },
      kind: 'resolved',
      headline: 'resolved',
      lines: [service, where, alarm, { says: 'reason', with: { reason: { foreign: 'it holds' } } }, list],
      chatSteps: [],
      facts: {},
      report: '# Report',
    });
    expect(statusMessage(told({ to: 'resolved' }, full)).lines).toEqual([service, where, alarm, list]);
    expect(statusMessage(told({ to: 'resolved' }, full))).not.toHaveProperty('report');
  });

  it('says when the glass was broken, in any detail', () => {
    const broken = told({ to: 'approved', person: 'erik', reason: 'break-glass: it burns' });
    expect(statusMessage(broken).lines.map((line) => 'says' in line && line.says)).toEqual([
      'service',
      'person',
      'brokenGlass',
      'incidents',
    ]);
    const other = told({ to: 'approved', reason: 'no break-glass: ' });
    expect(statusMessage(other).lines).toEqual([service, list]);
  });

  it.each<[Status, string]>([
    ['report_only', 'reportOnly'],
    ['notify_failed', 'notifyFailed'],
    ['approved', 'approved'],
    ['rejected', 'rejected'],
    ['expired', 'expired'],
    ['self_recovered', 'selfRecovered'],
    ['refused', 'refused'],
    ['execution_failed', 'executionFailed'],
    ['outcome_unknown', 'outcomeUnknown'],
    ['fix_ineffective', 'fixIneffective'],
    ['inconclusive', 'inconclusive'],
    ['awaiting_approval', 'approvalNeeded'],
    ['awaiting_rollback_approval', 'rollbackUndecided'],
    ['rolling_back', 'rollingBack'],
    ['resolved', 'resolved'],
    ['rolled_back', 'rolledBack'],
    ['rollback_failed', 'rollbackFailed'],
    ['closed', 'closed'],
  ])('%s begins with what happened', (to, headline) => expect(statusMessage(told({ to })).headline).toBe(headline));

  it('is not told in between', () =>
    expect(
      statuses.filter((to) => {
        try {
          return statusMessage(told({ to })) === undefined;
        } catch (error) {
          return String(error) === `Error: people are not told of ${to}`;
        }
      }),
    ).toEqual(['detected', 'analyzed', 'proposed', 'executing', 'executed']));

  it.each<[string, Parameters<typeof told>, string]>([
    ['an approved example', [{ to: 'approved' }, { example: true }], 'exampleApproved'],
    ['a rejected example', [{ to: 'rejected' }, { example: true }], 'rejected'],
    ['an approval that is no example', [{ to: 'approved' }, { example: false }], 'approved'],
    ['what the mode refuses', [{ to: 'refused', reason: 'mode: propose' }], 'notExecuted'],
    ['what something else refuses', [{ to: 'refused', reason: 'drift, mode: ' }], 'refused'],
    ['what fails for a reason like that', [{ to: 'execution_failed', reason: 'mode: propose' }], 'executionFailed'],
  ])('says of %s what it came to', (_what, args, headline) =>
    expect(statusMessage(told(...args)).headline).toBe(headline),
  );
});

describe('that one of several approved', () => {
  it('says that another person is asked', () =>
    expect(partialMessage(told({ to: 'awaiting_approval', person: 'alice' }), 'approval-request')).toStrictEqual({
      incident: { ...spoke, status: 'awaiting_approval' },
      kind: 'approval-request',
      headline: 'oneApproved',
      lines: [service, { says: 'person', with: { person: { foreign: 'alice' } } }, list, { says: 'anotherPerson' }],
      chatSteps: waysToDecide(spoke.id, baseUrl),
      facts: { decidedBy: 'alice' },
    }));
});
