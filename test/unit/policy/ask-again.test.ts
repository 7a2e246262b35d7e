import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { endedWithoutChange, statuses } from '../../../core/incident/lifecycle.ts';
import { opening, readIncident } from '../../../core/incident/step.ts';
import { askAgain, mostAskedInHour } from '../../../core/policy/ask-again.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { incident, later, start, versions } from '../../support/incident.ts';

const policy = loadPolicyLayer('layers/policy');
const ended = incident({ status: 'expired' });

const world = async (known: Incident = ended) => {
  const clock = { at: later(3600) };
  const { table, all } = memoryTable(() => clock.at);
  await table.transact(opening(known, { to: known.status, by: 'alarm-handler', at: start, versions }));
  const ask = (about: Incident = known, person = 'bob') =>
    askAgain({ table, policy, versions, now: () => clock.at }, person, about, 'it burns still');
  return { table, all, clock, ask };
};
const openedBy = async (asked: ReturnType<Awaited<ReturnType<typeof world>>['ask']>): Promise<string> => {
  const outcome = await asked;
  if (outcome === 'lost' || outcome.kind !== 'opened') throw new Error(JSON.stringify(outcome));
  return outcome.incidentId;
};

describe('asking for another look', () => {
  it('opens a new incident of the same alarm and resource, in the name of who asked', async () => {
    const { table, ask } = await world();
    const id = await openedBy(ask());
    expect(id).not.toBe(ended.id);
    const { alarm, resource, runbook } = ended;
    expect(await readIncident(table, id)).toMatchObject({
      status: 'detected',
      alarm,
      resource,
      runbook,
      askedBy: 'bob',
    });
    expect(await table.get(keys.transition(id, 1))).toMatchObject({
      from: null,
      to: 'detected',
      by: 'mcp',
      person: 'bob',
      reason: `asked for by bob after ${ended.id}: it burns still`,
    });
  });

  it('reports the incident of the resource that is open, and opens none beside it', async () => {
    const { all, clock, ask } = await world();
    const id = await openedBy(ask());
    const before = all().length;
    clock.at = later(3700);
    expect(await ask()).toMatchObject({ kind: 'open', incident: { id } });
    expect(all()).toHaveLength(before);
  });

  it.each(statuses.filter((status) => !endedWithoutChange.has(status)))('opens nothing after %s', async (status) => {
    const known = incident({ status });
    const { all, ask } = await world(known);
    const before = all().length;
    expect(await ask()).toMatchObject({ kind: 'refused' });
    expect(all()).toHaveLength(before);
  });

  it('opens nothing where no runbook matches any more', async () => {
    const known = incident({ status: 'report_only', alarm: { ...ended.alarm, metrics: [] } });
    const { ask } = await world(known);
    expect(await ask()).toMatchObject({ kind: 'refused', reason: expect.stringContaining('no runbook matches') });
  });

  it('gives one person so many in an hour, and others theirs', async () => {
    const { table, clock, ask } = await world();
    const again = async (n: number, person: string) => {
      clock.at = later(3600 + n * 10);
      const outcome = await ask(ended, person);
      if (outcome === 'lost' || outcome.kind !== 'opened') return outcome;
      const opened = await readIncident(table, outcome.incidentId);
      if (opened === undefined) throw new Error('it was opened');
      await table.transact([
        { kind: 'replace', item: { ...keys.incident(opened.id), ...opened, status: 'expired' }, when: [] },
      ]);
      return outcome;
    };
    for (let n = 0; n < mostAskedInHour; n += 1) expect(await again(n, 'bob')).toMatchObject({ kind: 'opened' });
    expect(await again(50, 'bob')).toMatchObject({ kind: 'refused', reason: expect.stringContaining('in this hour') });
    expect(await again(51, 'dave')).toMatchObject({ kind: 'opened' });
    expect(await again(360, 'bob')).toMatchObject({ kind: 'opened' });
  });

  it('has one winner of two who ask at once', async () => {
    const { ask } = await world();
    const outcomes = await Promise.all([ask(ended, 'bob'), ask(ended, 'dave')]);
    expect(outcomes.filter((one) => one !== 'lost' && one.kind === 'opened')).toHaveLength(1);
  });
});
