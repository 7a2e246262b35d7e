import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { needsPerson, type Status, statuses, terminal } from '../../core/incident/lifecycle.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { createEngine } from '../../local/engine/engine.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { Handler } from '../../local/engine/types.ts';
import { readTemplate } from '../../local/template/read.ts';
import { makerOf } from '../support/maker.ts';

const template = readTemplate(readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8'));

/** The functions that start when an incident moves, by the real stream filters, Pipe and rules. */
const startedBy = async (from: Status | null, to: Status): Promise<string[]> => {
  const clock = virtualClock(new Date('2026-11-20T10:00:00Z'));
  const table = memoryTable(clock.now);
  const started: string[] = [];
  const handler =
    (name: string): Handler =>
    async () =>
      void started.push(name);
  const handlers = Object.fromEntries(template.functions.map(({ name }) => [name, handler(name)]));
  const engine = createEngine({ template, table, clock, handlers, random: seededRandom(1) });
  const item = { pk: 'INCIDENT#inc-1', sk: 'T#0000001', incidentId: 'inc-1', seq: 1, from, to, by: makerOf(from, to) };
  await table.table.transact([
    { kind: 'create', item: { pk: 'INCIDENT#inc-1', sk: 'STATE', status: to } },
    { kind: 'create', item },
  ]);
  await engine.runUntil(() => false, { virtualMs: 1000 });
  await engine.stop();
  return started.toSorted();
};

const first: Partial<Record<Status, string[]>> = {
  detected: ['analyzer'],
  analyzed: ['proposer'],
  proposed: ['notifier'],
  approved: ['executor'],
  executed: ['validator'],
  execution_failed: ['rollback'],
  fix_ineffective: ['rollback'],
  inconclusive: ['rollback'],
};
const expected = (to: Status): string[] => {
  const people = needsPerson.has(to) || terminal.has(to) ? ['notifier'] : [];
  return ['auditor', ...(first[to] ?? []), ...people].toSorted();
};

describe('the template, read by the engine', () => {
  it('has the eleven functions of the design', () => {
    const names = template.functions.map(({ name }) => name).toSorted();
    expect(names).toEqual(
      'alarm-handler analyzer approval-api auditor executor mcp notifier proposer rollback timekeeper validator'.split(
        ' ',
      ),
    );
  });

  it.each(statuses)('starts what must follow %s, and nothing else', async (status) => {
    expect(await startedBy(null, status)).toEqual(expected(status));
  });

  it.each<[Status, Status, string[]]>([
    ['executing', 'executing', ['auditor', 'executor']],
    ['awaiting_rollback_approval', 'rolling_back', ['auditor', 'notifier', 'rollback']],
    ['rolling_back', 'rolling_back', ['auditor', 'rollback']],
    ['fix_ineffective', 'rolling_back', ['auditor']],
    ['approved', 'executing', ['auditor']],
    ['awaiting_approval', 'awaiting_approval', ['auditor', 'notifier']],
  ])('tells %s -> %s from other ways there', async (from, to, started) => {
    expect(await startedBy(from, to)).toEqual(started);
  });

  it('gives every function a failure queue, and finite retries to whatever reads the stream', () => {
    for (const { queue, rules, schedules, streams } of template.functions) {
      expect(queue).toBeDefined();
      for (const start of [...rules, ...schedules, ...streams]) expect(start.queue).toBeDefined();
    }
    expect(template.pipe.queue).toBeDefined();
  });
});
