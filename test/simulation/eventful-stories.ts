import { crashMidExecution } from '../../local/scenarios/crash-mid-execution.ts';
import { ecsCpuOverload } from '../../local/scenarios/ecs-cpu-overload.ts';
import { eksOomkilled } from '../../local/scenarios/eks-oomkilled.ts';
import { fixIneffective } from '../../local/scenarios/fix-ineffective.ts';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { incurable } from '../../local/scenarios/scenario.ts';
import { forged } from './plants/forged.ts';
import { alice, consented, stoppable, type Story } from './story.ts';

/** Stories in which somebody or something comes in between, in every run of them. */
export const eventfulStories: readonly Story[] = [
  {
    name: 'an approval that somebody wrote into the table',
    scenario: eksOomkilled,
    people: [],
    intruder: forged.onStatus,
    ends: ['refused'],
    // The forgery may come too late.
    mayEnd: ['refused', 'expired'],
  },
  {
    name: 'the emergency stop is set while people decide',
    scenario: eksOomkilled,
    people: [alice],
    certain: [{ when: 'awaiting_approval', who: 'operator', does: 'stops all' }],
    ends: ['refused'],
    mayEnd: stoppable,
  },
  {
    name: 'the emergency stop is set before a rollback',
    scenario: fixIneffective,
    people: [alice],
    certain: [{ when: 'executed', who: 'operator', does: 'stops all' }],
    ends: ['rollback_failed'],
    mayEnd: consented,
  },
  {
    name: 'the mode becomes propose while people decide',
    scenario: eksOomkilled,
    people: [alice],
    certain: [{ when: 'awaiting_approval', who: 'operator', does: 'propose' }],
    ends: ['refused'],
    mayEnd: stoppable,
  },
  {
    name: 'nothing is measured after the change',
    scenario: eksOomkilled,
    people: [alice, { id: 'bob', consents: false, rollback: { says: 'reject', afterSeconds: 120 } }],
    certain: [{ when: 'executed', who: 'human', does: 'stops the metrics' }],
    ends: ['closed'],
    mayEnd: ['closed', ...stoppable],
  },
  {
    name: 'an alarm that stays while the metrics are well',
    scenario: eksOomkilled,
    people: [alice],
    certain: [{ when: 'executed', who: 'alarm', does: 'sticks' }],
    ends: ['rolled_back'],
    mayEnd: stoppable,
  },
  {
    name: 'the audit bucket cannot be reached for minutes',
    scenario: eksOomkilled,
    people: [],
    certain: [{ when: 'analyzed', who: 'human', does: 'locks the audit' }],
    fails: 'auditor',
    ends: ['expired'],
    mayEnd: ['expired'],
  },
  {
    name: 'somebody sets what is to be rolled back',
    scenario: { ...ecsCpuOverload, troubles: [{ kind: 'ecs-overload', service: 'storefront', needsTasks: 40 }] },
    people: [alice],
    certain: [{ when: 'executed', who: 'human', does: 'touches field' }],
    ends: ['rollback_failed'],
    mayEnd: consented,
  },
  {
    name: 'the executor dies and gets no credentials any more',
    scenario: crashMidExecution,
    people: [alice],
    certain: [{ when: 'executing', who: 'human', does: 'stops the credentials' }],
    fails: 'executor',
    ends: ['outcome_unknown'],
    mayEnd: stoppable,
  },
  {
    name: 'one that helps ends after four that do not',
    scenario: {
      ...rdsConnections,
      troubles: [
        { kind: 'app', app: 'payments-api', needs: incurable },
        { kind: 'app', app: 'payments-worker', needs: incurable },
        { kind: 'app', app: 'payments-ledger', needs: incurable },
        { kind: 'app', app: 'payments-fees', needs: incurable },
        ...rdsConnections.troubles,
      ],
    },
    people: [alice, { id: 'bob', consents: true, change: { says: 'approve', afterSeconds: 400 } }],
    ends: ['rolled_back', 'rolled_back', 'rolled_back', 'rolled_back', 'resolved'],
    mayEnd: ['expired', ...stoppable],
    atOnce: true,
  },
];
