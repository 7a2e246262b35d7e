import type { Status } from '../../core/incident/lifecycle.ts';
import { circuitOpen } from '../../local/scenarios/circuit-open.ts';
import { ecsCpuOverload } from '../../local/scenarios/ecs-cpu-overload.ts';
import { eniFailover } from '../../local/scenarios/eni-failover.ts';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { rdsStorageLow } from '../../local/scenarios/rds-storage-low.ts';
import { drifted } from '../../local/scenarios/drifted.ts';
import { eksOomkilled } from '../../local/scenarios/eks-oomkilled.ts';
import { fixIneffective } from '../../local/scenarios/fix-ineffective.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { selfRecovered } from '../../local/scenarios/self-recovered.ts';
import type { Person } from './people.ts';

/** What the world and the people do in a run. */
export type Story = {
  name: string;
  scenario: Scenario;
  people: readonly Person[];
  /** Where its incidents end when nothing goes wrong. */
  ends: readonly Status[];
  /** Every state an incident may end in, whatever goes wrong. */
  mayEnd: readonly Status[];
};

const approves = { says: 'approve', afterSeconds: 60 } as const;
const alice: Person = { id: 'alice', consents: true, change: approves };
const wary: Person = { ...alice, consents: false };

/** A change that was approved can be too late, stay half done, or be done without anybody hearing of it. */
const troubled = ['refused', 'outcome_unknown', 'rollback_failed'] as const;
const consented = [...troubled, 'rolled_back'] as const;

export const stories: readonly Story[] = [
  { name: 'approved', scenario: eksOomkilled, people: [alice], ends: ['resolved'], mayEnd: ['resolved', ...consented] },
  {
    name: 'rejected',
    scenario: eksOomkilled,
    people: [{ id: 'bob', consents: false, change: { says: 'reject', afterSeconds: 200 } }],
    ends: ['rejected'],
    mayEnd: ['rejected'],
  },
  { name: 'nobody decides', scenario: eksOomkilled, people: [], ends: ['expired'], mayEnd: ['expired'] },
  {
    name: 'ineffective, consented',
    scenario: fixIneffective,
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'one approves, one rejects',
    scenario: eksOomkilled,
    people: [alice, { id: 'bob', consents: true, change: { says: 'reject', afterSeconds: 60 } }],
    ends: ['resolved'],
    mayEnd: ['resolved', 'rejected', ...consented],
  },
  {
    name: 'ineffective, rollback approved',
    scenario: fixIneffective,
    people: [wary, { id: 'bob', consents: false, rollback: { says: 'approve', afterSeconds: 120 } }],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'ineffective, nobody decides',
    scenario: fixIneffective,
    people: [wary],
    ends: ['rollback_failed'],
    mayEnd: troubled,
  },
  { name: 'drifted', scenario: drifted, people: [alice], ends: ['refused'], mayEnd: ['refused'] },
  { name: 'recovers', scenario: selfRecovered, people: [], ends: ['self_recovered'], mayEnd: ['self_recovered'] },
  {
    name: 'three in a row',
    scenario: circuitOpen,
    people: [alice],
    ends: ['rolled_back', 'rolled_back', 'refused'],
    mayEnd: consented,
  },
  {
    name: 'more tasks for an ECS service',
    scenario: ecsCpuOverload,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'an ECS version that fails, and so does the one before it',
    scenario: { ...ecsCpuOverload, troubles: [{ kind: 'ecs-bad-deploy', service: 'basket', curable: false }] },
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'an address that moves to a standby',
    scenario: eniFailover,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'a standby that does not answer either',
    scenario: { ...eniFailover, troubles: [{ kind: 'gateway', standbyForwards: false, standbyAnswers: false }] },
    people: [alice],
    ends: ['rolled_back'],
    mayEnd: consented,
  },
  {
    name: 'storage that grows for minutes',
    scenario: rdsStorageLow,
    people: [alice],
    ends: ['resolved'],
    mayEnd: ['resolved', ...consented],
  },
  {
    name: 'a high risk that two people sign',
    scenario: rdsConnections,
    people: [alice, { id: 'bob', consents: true, change: { says: 'approve', afterSeconds: 400 } }],
    ends: ['resolved'],
    // The second one may never be heard.
    mayEnd: ['resolved', 'expired', ...consented],
  },
];
