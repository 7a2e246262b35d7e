import { readFileSync } from 'node:fs';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { type RunOptions, runScenario } from '../../local/run/run.ts';
import { scenarios } from '../../local/scenarios/catalogue.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { readTemplate } from '../../local/template/read.ts';

export const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const policy = loadPolicyLayer('layers/policy');

/** The scenario of the catalogue with this name. */
export const named = (name: string): Scenario => {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario;
};

const run = (scenario: Scenario, change: Partial<RunOptions>) => {
  const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
  return runScenario({
    scenario,
    decision: scenario.decision,
    reason: 'scripted decision',
    template,
    policy,
    table: memoryTable(clock.now),
    clock,
    random: seededRandom(7),
    port: 0,
    ...change,
  });
};

/** A scenario, run to its end in memory: the same clock, the same random numbers and whoever it says decides. */
export const played = async (scenario: Scenario, change: Partial<RunOptions> = {}) => {
  const ran = await run(scenario, change);
  if (ran.kind !== 'ended') throw new Error(ran.message);
  return ran;
};

/** A scenario in which nothing is an incident. */
export const playedQuietly = async (scenario: Scenario, change: Partial<RunOptions> = {}) => {
  const ran = await run(scenario, change);
  if (ran.kind !== 'quiet') throw new Error(`it is ${ran.kind}`);
  return ran;
};
export type Played = Awaited<ReturnType<typeof played>>;

/** A journal line in short: the end of its key, status, prior value, observed value, error. */
export const lineOf = ({ idempotencyKey, status, prior, observed, error }: JournalEntry): string => {
  const values = [prior, observed ?? {}].map((of) => Object.values(of).join());
  return `${idempotencyKey.replace(/^[^/]+\//, '')} ${status} ${values.join(' -> ')}${error === undefined ? '' : `: ${error}`}`;
};
