import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { virtualClock } from '../../engine/clock.ts';
import { seededRandom } from '../../engine/random.ts';
import type { EngineTable } from '../../engine/types.ts';
import { isAtRest } from '../../run/at-rest.ts';
import { runScenario } from '../../run/run.ts';
import { scenarios } from '../../scenarios/catalogue.ts';
import type { TemplateModel } from '../../template/model.ts';

export type Loop = { incidents: number; problems: string[] };
export type SoakParts = {
  template: TemplateModel;
  policy: PolicyLayer;
  openTable: (now: () => Date) => Promise<EngineTable>;
};

/** The beginning of every loop. */
const start = new Date('2026-11-20T03:00:00.000Z');

/**
 * Loop number `n`: a stack of its own, with its table, its page on a port and its people, through one of the scenarios from
 * the alarm to the end. What is left of it afterwards was forgotten somewhere.
 */
export const newStackLoop = async ({ template, policy, openTable }: SoakParts, n: number): Promise<Loop> => {
  const scenario = scenarios[n % scenarios.length];
  if (scenario === undefined) throw new Error('there is no scenario');
  const clock = virtualClock(start);
  const ran = await runScenario({
    scenario,
    decision: scenario.decision,
    reason: 'soak',
    template,
    policy,
    table: await openTable(clock.now),
    clock,
    random: seededRandom(n),
    port: 0,
  });
  const wrong = (problem: string): string => `loop ${n}, ${scenario.name}: ${problem}`;
  if (ran.kind !== 'ended') return { incidents: 0, problems: [wrong(ran.message)] };
  const { document, expected } = ran;
  return {
    incidents: document.incidents.length,
    problems: [
      ...(document.incident.status === expected
        ? []
        : [wrong(`ended ${document.incident.status}, expected ${expected}`)]),
      ...document.incidents.filter(({ status }) => !isAtRest(status)).map(({ id }) => wrong(`${id} has not ended`)),
      ...(document.audit?.verified === true ? [] : [wrong('the audit does not verify')]),
    ],
  };
};
