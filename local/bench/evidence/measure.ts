import { conclude } from '../../../core/evidence/conclude.ts';
import { diagnoseByRules } from '../../../core/diagnosis/rules.ts';
import { seededRandom } from '../../engine/random.ts';
import { decisiveLines } from './decisive.ts';
import { benchIncident, benchNow, busyNamespace, type Size, saying } from './incident.ts';

export type Load = { cpuMs: number; megabytes: number };

/** CPU and growth of the heap of evidence and diagnosis over a busy namespace, the median of some runs after one warm-up. */
export const measureLoad = (size: Size, runs: number): Load => {
  const gathered = busyNamespace(size, seededRandom(7));
  const measured = Array.from({ length: runs + 1 }, () => {
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed;
    const cpu = process.cpuUsage();
    const { pack } = conclude(gathered, benchIncident, undefined, benchNow);
    diagnoseByRules(pack, benchIncident.resource);
    const { user, system } = process.cpuUsage(cpu);
    return { cpuMs: (user + system) / 1000, megabytes: (process.memoryUsage().heapUsed - heap) / 2 ** 20 };
  }).slice(1);
  const middle = (of: (one: Load) => number): number =>
    measured.map(of).toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
  return { cpuMs: middle((one) => one.cpuMs), megabytes: middle((one) => one.megabytes) };
};

export type Kept = { lines: number; kept: number; missed: string[]; mostTokens: number };

/** Words of the line that are still in a signal; a summary is cut, its beginning decides. */
const isIn = (line: string, summaries: readonly string[]): boolean => {
  const words = line.replace(/^\{"level":"error","msg":"|"\}$/g, '').slice(0, 60);
  return summaries.some((summary) => summary.includes(words));
};

/** How many of the decisive lines are in the pack when each is said a few times among thousands of others. */
export const measureKept = (lines: number): Kept => {
  const results = decisiveLines.map((line, n) => {
    const noise = busyNamespace({ lines, series: 20, objects: 100 }, seededRandom(100 + n));
    const { pack } = conclude(saying(noise, line, 1 + (n % 3)), benchIncident, undefined, benchNow);
    return {
      line,
      tokens: pack.promptTokens,
      kept: isIn(
        line,
        pack.signals.map(({ summary }) => summary),
      ),
    };
  });
  return {
    lines: results.length,
    kept: results.filter(({ kept }) => kept).length,
    missed: results.filter(({ kept }) => !kept).map(({ line }) => line),
    mostTokens: Math.max(...results.map(({ tokens }) => tokens)),
  };
};
