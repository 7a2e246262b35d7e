import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { appliedOf, endRun, openRun, resumeRun, stillIn, takeRun } from '../../../core/remediation/run.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { incident, later, start } from '../../support/incident.ts';

const purgeAt = Date.parse('2027-02-18T03:00:00.000Z') / 1000;
const item = (direction: string, runUntil: Date) => ({
  ...keys.execution('inc-1'),
  direction,
  runUntil: runUntil.toISOString(),
  purgeAt,
});

describe('a run', () => {
  it('belongs to one invocation for a minute, from its beginning or when the one before has lapsed', () => {
    expect(openRun('inc-1', start)).toEqual({ kind: 'create', item: item('apply', later(60)) });
    expect(takeRun('inc-1', 'undo', start)).toEqual({
      kind: 'replace',
      item: item('undo', later(60)),
      when: [{ attribute: 'runUntil', is: 'before', value: start.toISOString() }],
    });
  });

  it('is over at once for whoever comes next, and leaves what it applied', () => {
    const applied = { executedAt: later(30).toISOString(), digest: 'd' };
    const over = item('apply', new Date(0));
    expect(endRun('inc-1', start)).toEqual({ kind: 'replace', item: over, when: [] });
    expect(endRun('inc-1', start, applied)).toEqual({ kind: 'replace', item: { ...over, ...applied }, when: [] });
    expect(appliedOf({ ...over, ...applied })).toEqual(applied);
    expect(appliedOf(over)).toBeUndefined();
    expect(appliedOf(undefined)).toBeUndefined();
    expect(appliedOf({ ...over, ...applied, executedAt: 'yesterday' })).toBeUndefined();
  });

  it('is of the status it was read in', () => {
    expect(stillIn('inc-1', 'executing')).toEqual({
      kind: 'check',
      key: keys.incident('inc-1'),
      when: [{ attribute: 'status', is: 'equal', value: 'executing' }],
    });
  });

  it('is taken over when it has lapsed, and only while the incident is where it was', async () => {
    const { table } = memoryTable(() => start);
    const { id } = incident();
    await table.transact([
      openRun(id, start),
      { kind: 'create', item: { ...keys.incident(id), status: 'executing', changedAt: start.toISOString() } },
    ]);
    expect(await resumeRun(table, { id, status: 'executing' }, 'apply', later(60))).toBe(false);
    expect(await resumeRun(table, { id, status: 'rolling_back' }, 'undo', later(61))).toBe(false);
    expect(await resumeRun(table, { id, status: 'executing' }, 'apply', later(61))).toBe(true);
    expect(await resumeRun(table, { id, status: 'executing' }, 'apply', later(62))).toBe(false);
  });
});
