import type { Status } from '../../core/incident/lifecycle.ts';
import { circuitOpen } from '../../local/scenarios/circuit-open.ts';
import { ecsBadDeploy } from '../../local/scenarios/ecs-bad-deploy.ts';
import { eksOomkilled } from '../../local/scenarios/eks-oomkilled.ts';
import { eniFailover } from '../../local/scenarios/eni-failover.ts';
import { expired } from '../../local/scenarios/expired.ts';
import { fixIneffective } from '../../local/scenarios/fix-ineffective.ts';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { rejected } from '../../local/scenarios/rejected.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';

/** What a person answers to a link, so many seconds of the loop's time after they got it. */
export type Answers = { id: string; says: 'approve' | 'reject'; afterSeconds: number };

export type CrashStory = {
  name: string;
  scenario: Scenario;
  people: readonly Answers[];
  /** Every state an incident of it may end in, wherever the process was killed. */
  mayEnd: readonly Status[];
};

const alice: Answers = { id: 'alice', says: 'approve', afterSeconds: 60 };
const bob: Answers = { id: 'bob', says: 'approve', afterSeconds: 150 };

/**
 * A death can make an approved change too late, or leave a step claimed and not called: that is failed, and what was done
 * before it is undone. What neither happened nor did not is for a person.
 */
const troubled = ['refused', 'rolled_back', 'outcome_unknown', 'rollback_failed'] as const;

export const stories: readonly CrashStory[] = [
  {
    name: 'two changes, approved',
    scenario: eksOomkilled,
    people: [alice],
    mayEnd: ['resolved', ...troubled],
  },
  { name: 'ineffective, rolled back', scenario: fixIneffective, people: [alice], mayEnd: troubled },
  { name: 'an ECS version put back', scenario: ecsBadDeploy, people: [alice], mayEnd: ['resolved', ...troubled] },
  {
    name: 'a high risk that two people sign',
    scenario: rdsConnections,
    people: [alice, bob],
    mayEnd: ['resolved', ...troubled],
  },
  { name: 'an address that moves', scenario: eniFailover, people: [alice], mayEnd: ['resolved', ...troubled] },
  { name: 'three in a row', scenario: circuitOpen, people: [alice], mayEnd: ['resolved', ...troubled] },
  { name: 'rejected', scenario: rejected, people: [{ ...bob, says: 'reject' }], mayEnd: ['rejected'] },
  { name: 'nobody decides', scenario: expired, people: [], mayEnd: ['expired'] },
];
