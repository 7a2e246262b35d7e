import { describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { runScenario } from '../../local/run/run.ts';
import { scenarios } from '../../local/scenarios/catalogue.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { model, root } from './template.ts';
import { runAs, underRoles } from './under-roles.ts';

const policy = loadPolicyLayer(`${root}layers/policy`);

const refusalsOf = async (scenario: Scenario): Promise<string[]> => {
  const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
  const refused = new Set<string>();
  const ran = await runScenario({
    scenario,
    decision: scenario.decision,
    reason: 'scripted decision',
    template: model,
    policy,
    table: memoryTable(clock.now),
    clock,
    random: seededRandom(7),
    port: 0,
    around: runAs,
    changePorts: (ports) => underRoles(ports, refused),
  });
  if (ran.kind !== 'ended') throw new Error(ran.message);
  return [...refused];
};

describe('the roles of the template', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    'allow every function all that it does in %s',
    async (_name, scenario) => expect(await refusalsOf(scenario)).toEqual([]),
  );
});
