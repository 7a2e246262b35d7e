import type { Status } from '../../core/incident/lifecycle.ts';
import { circuitOpen } from '../../local/scenarios/circuit-open.ts';
import { drifted } from '../../local/scenarios/drifted.ts';
import { eksOomkilled } from '../../local/scenarios/eks-oomkilled.ts';
import { fixIneffective } from '../../local/scenarios/fix-ineffective.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { selfRecovered } from '../../local/scenarios/self-recovered.ts';
import type { Person } from './people.ts';

/** What the world and the people do in a run, and every state its incidents may then end in, whatever goes wrong. */
export type Story = { name: string; scenario: Scenario; people: readonly Person[]; mayEnd: readonly Status[] };

const approves = { says: 'approve', afterSeconds: 60 } as const;
const alice: Person = { id: 'alice', consents: true, change: approves };
const wary: Person = { ...alice, consents: false };

/** A change that was approved can be too late, stay half done, or be done without anybody hearing of it. */
const troubled = ['refused', 'outcome_unknown', 'rollback_failed'] as const;
const consented = [...troubled, 'rolled_back'] as const;

export const stories: readonly Story[] = [
  { name: 'approved', scenario: eksOomkilled, people: [alice], mayEnd: ['resolved', ...consented] },
  {
    name: 'rejected',
    scenario: eksOomkilled,
    people: [{ id: 'bob', consents: false, change: { says: 'reject', afterSeconds: 200 } }],
    mayEnd: ['rejected'],
  },
  { name: 'nobody decides', scenario: eksOomkilled, people: [], mayEnd: ['expired'] },
  { name: 'ineffective, consented', scenario: fixIneffective, people: [alice], mayEnd: consented },
  {
    name: 'one approves, one rejects',
    scenario: eksOomkilled,
    people: [alice, { id: 'bob', consents: true, change: { says: 'reject', afterSeconds: 60 } }],
    mayEnd: ['resolved', 'rejected', ...consented],
  },
  {
    name: 'ineffective, rollback approved',
    scenario: fixIneffective,
    people: [wary, { id: 'bob', consents: false, rollback: { says: 'approve', afterSeconds: 120 } }],
    mayEnd: consented,
  },
  { name: 'ineffective, nobody decides', scenario: fixIneffective, people: [wary], mayEnd: troubled },
  { name: 'drifted', scenario: drifted, people: [alice], mayEnd: ['refused'] },
  { name: 'recovers', scenario: selfRecovered, people: [], mayEnd: ['self_recovered'] },
  { name: 'three in a row', scenario: circuitOpen, people: [alice], mayEnd: consented },
];
