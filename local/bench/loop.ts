import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../engine/clock.ts';
import { memoryTable } from '../engine/memory-table.ts';
import { seededRandom } from '../engine/random.ts';
import type { News } from '../run/news.ts';
import { runScenario } from '../run/run.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { readTemplate } from '../template/read.ts';
import { type Counts, countingPorts, type PerMinute } from './counting.ts';

type Mark = { cpuMs: number; elapsedMs: number };
export type LoopFigures = { alarmToLink: Mark; approvalToApplied: Mark; counts: Counts; perMinute: PerMinute };

const runs = 9;

const mark = (): Mark => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, elapsedMs: performance.now() };
};
const between = (a: Mark | undefined, b: Mark | undefined): Mark => ({
  cpuMs: (b?.cpuMs ?? Number.NaN) - (a?.cpuMs ?? Number.NaN),
  elapsedMs: (b?.elapsedMs ?? Number.NaN) - (a?.elapsedMs ?? Number.NaN),
});
const median = (marks: Mark[], figure: keyof Mark): number =>
  marks.map((one) => one[figure]).toSorted((a, b) => a - b)[Math.floor(marks.length / 2)] ?? Number.NaN;
const middle = (marks: Mark[]): Mark => ({ cpuMs: median(marks, 'cpuMs'), elapsedMs: median(marks, 'elapsedMs') });

/**
 * `eks-oomkilled` on the real handlers, in memory and without waiting: our own time, engine included. Requests are counted
 * at the ports, so that they are those of an account. The first run warms up and is not counted.
 */
export const loopFigures = async (root: string): Promise<LoopFigures> => {
  const template = readTemplate(readFileSync(join(root, 'template.yaml'), 'utf8'));
  const policy = loadPolicyLayer(join(root, 'layers/policy'));
  const links: Mark[] = [];
  const applied: Mark[] = [];
  let counts: Counts = new Map();
  let perMinute: PerMinute = new Map();
  for (let n = 0; n <= runs; n += 1) {
    const scenario = scenarios.find(({ name }) => name === 'eks-oomkilled');
    if (scenario === undefined) throw new Error('there is no scenario eks-oomkilled');
    const marks = new Map<string, Mark>();
    const tell = (news: News): void => {
      const name = news.kind === 'step' ? news.step.to : news.kind;
      if (!marks.has(name)) marks.set(name, mark());
    };
    const counting = countingPorts();
    const clock = virtualClock(new Date('2026-11-20T03:00:00.000Z'));
    const ran = await runScenario({
      scenario,
      decision: scenario.decision,
      reason: 'bench',
      template,
      policy,
      table: memoryTable(clock.now),
      clock,
      random: seededRandom(n),
      port: 0,
      tell,
      changePorts: counting.changePorts,
      around: counting.around,
    });
    if (ran.kind !== 'ended' || ran.document.incident.status !== 'resolved')
      throw new Error('the loop did not resolve');
    if (n === 0) continue;
    links.push(between(marks.get('fired'), marks.get('link')));
    applied.push(between(marks.get('approved'), marks.get('executed')));
    counts = counting.counts;
    perMinute = counting.perMinute();
  }
  return { alarmToLink: middle(links), approvalToApplied: middle(applied), counts, perMinute };
};
