import { expect, it } from 'vitest';
import { simulate } from './harness.ts';
import { scheduleOf } from './schedule.ts';

const from = Number(process.env['FROM'] ?? 1);
const to = Number(process.env['TO'] ?? 100);
it('wide', { timeout: 3_000_000 }, async () => {
  const ends = new Map<string, number>();
  const bad: string[] = [];
  const calls = new Map<string, number>();
  for (let seed = from; seed <= to; seed++) {
    const schedule = scheduleOf(seed);
    const r = await simulate(schedule).catch((e) => ({
      violations: [`THROWN ${e.stack}`],
      statuses: [],
      log: [],
      faults: 0,
    }));
    for (const s of r.statuses)
      ends.set(`${schedule.story.name}: ${s}`, (ends.get(`${schedule.story.name}: ${s}`) ?? 0) + 1);
    for (const l of r.log) {
      const m = / (\S+): (dies before|dies after|fails before|answer lost after) (\S+)/.exec(l);
      if (m) calls.set(`${m[1]} ${m[3]}`, (calls.get(`${m[1]} ${m[3]}`) ?? 0) + 1);
    }
    if (r.violations.length) bad.push(`${seed} ${schedule.story.name}: ${r.violations.join(' | ')}`);
  }
  console.log(Object.fromEntries([...ends].sort()), Object.fromEntries([...calls].sort()));
  console.log(bad.join('\n'));
  expect(bad.length).toBe(0);
});
