import type { Status } from '../../core/incident/lifecycle.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import type { Certain } from './events.ts';
import type { Plant } from './plant.ts';
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
  /** Its alarms fire at once, not each when the incident before it has ended. */
  atOnce?: true;
  /** The policy lets one admin approve a high risk alone; as shipped it does not. */
  breakGlass?: true;
  /** There is a model, and it answers. */
  modelAnswers?: true;
  /** What happens in every run of it. */
  certain?: readonly Certain[];
  /** The function that fails for good by that. */
  fails?: string;
  /** Somebody who can write the whole table, and what they do to it. */
  intruder?: Plant['onStatus'];
};

export const approves = { says: 'approve', afterSeconds: 60 } as const;
export const alice: Person = { id: 'alice', consents: true, change: approves };
export const wary: Person = { ...alice, consents: false };

/** A change that was approved can be too late, stay half done, or be done without anybody hearing of it. */
export const troubled = ['refused', 'outcome_unknown', 'rollback_failed'] as const;
export const consented = [...troubled, 'rolled_back'] as const;
/** Whoever wants to stop it may come too late. */
export const stoppable = ['resolved', ...consented] as const;
