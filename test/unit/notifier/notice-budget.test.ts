import { describe, expect, it } from 'vitest';
import { digestMessage } from '../../../core/approval/notice/digest-message.ts';
import { type Gathered, slotsFor } from '../../../core/approval/notice/budget.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { takeSlot } from '../../../functions/notifier/slot.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { start } from '../../support/incident.ts';
import { again, pending, run, to } from '../../support/notifier.ts';
import { policyLayer } from '../../support/policy.ts';
import { type World, world } from '../../support/world.ts';

const base = policyLayer();
const policy = policyLayer({ policy: { ...base.policy, noticesPerHour: 4 } });

/** The same incident, as if it were the next one. */
const next = async (w: World, seq: number, more: Partial<Incident> = {}): Promise<void> => {
  const item = { ...(await w.read()), ...keys.incident(w.incident.id), ...more, seq };
  await w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
};
const subjects = (w: World, approver: string): string[] =>
  w.deps.notices.sent.flatMap((one) =>
    'approver' in one.to && one.to.approver === approver ? [one.subject.replace(/^.*: /, '')] : [],
  );
const told = 'No change is proposed, please look';
const digest = 'More incidents than notices, see the list';

describe('the notices of an hour', () => {
  it('tells each person as many as the policy has, and the rest in one digest every five minutes', async () => {
    const w = await world({ incident: { status: 'report_only', reason: 'nothing safe' } });
    for (let seq = 1; seq <= 12; seq += 1) {
      await next(w, seq);
      await run(w, { policy });
    }
    expect(subjects(w, 'alice')).toEqual([...Array(4).fill(told), digest]);
    expect(w.deps.meter.counts.get('NoticesGathered')).toBe(8 * 4);
    // Programs are told everything.
    expect(w.deps.notices.sent.filter((one) => 'audience' in one.to && one.to.audience === 'machine')).toHaveLength(12);

    w.at(390);
    await next(w, 13);
    await run(w, { policy });
    expect(subjects(w, 'alice')).toEqual([...Array(4).fill(told), digest, digest]);
    expect(to(w, 'alice')?.data).toMatchObject({ kind: 'digest', gathered: 1 });

    w.at(3_600);
    await next(w, 14);
    await run(w, { policy });
    expect(subjects(w, 'alice').at(-1)).toBe(told);
  });

  it('sends one again that failed before, in the slot it had', async () => {
    const w = await world({ incident: { status: 'report_only' } });
    for (let delivery = 1; delivery <= 6; delivery += 1) await run(w, { policy, ...again });
    expect(subjects(w, 'alice')).toEqual(Array(6).fill(told));
  });

  it('keeps a quarter for what is severe', async () => {
    const w = await world({ incident: { status: 'report_only' } });
    for (let seq = 1; seq <= 6; seq += 1) {
      await next(w, seq, { severity: 'medium' });
      await run(w, { policy });
    }
    await next(w, 7, { severity: 'critical' });
    await run(w, { policy });
    expect(subjects(w, 'alice')).toEqual([told, told, told, digest, told]);
    expect([slotsFor('low', 60), slotsFor('high', 60)]).toEqual([45, 60]);
  });

  it('asks nobody by link whose hour is over, and a digest has none', async () => {
    const w = await world({ incident: { status: 'awaiting_approval' }, decisions: [], request: pending });
    for (let seq = 1; seq <= 6; seq += 1) {
      await next(w, seq);
      expect(await run(w, { policy })).toEqual({ kind: 'asked', approvers: seq <= 4 ? 2 : 0 });
    }
    const last = to(w, 'alice');
    expect(last?.data).toMatchObject({ kind: 'digest' });
    expect(JSON.stringify(last)).not.toMatch(/\/a\/|link/);
    for (const { link } of w.deps.notices.links) expect(last?.text).not.toContain(new URL(link).hash.slice(1));
    expect(last?.text).toContain('https://approve.example/live/incidents');
  });

  it('tells what follows from a decision, however many there are', async () => {
    const w = await world({ incident: { status: 'outcome_unknown' } });
    for (let seq = 1; seq <= 9; seq += 1) {
      await next(w, seq);
      await run(w, { policy });
    }
    expect(subjects(w, 'alice')).toEqual(Array(9).fill('a person must look'));
    expect(w.deps.meter.counts.get('NoticesGathered')).toBeUndefined();
  });

  it('never has more slots than the policy, however many take one at once', async () => {
    const { table, all } = memoryTable(() => start);
    const taken = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        takeSlot({ table, now: () => start, perHour: 20 }, 'approver/alice', { about: `a${n}`, severity: 'high' }),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(all().length);
    expect(all().length).toBeLessThanOrEqual(20);
    expect(all().length).toBeGreaterThan(10);
  });
});

describe('a digest', () => {
  const one = (n: number, more: Partial<Gathered> = {}): Gathered => ({
    incidentId: `inc-${n}`,
    service: `service-${n % 12}`,
    severity: 'medium',
    status: 'report_only',
    ...more,
  });
  const where = { hour: '2026-11-20T02', baseUrl: 'https://approve.example/live' };

  it('counts each incident once, names the worst first and how many others there are', () => {
    const gathered = [
      ...Array.from({ length: 24 }, (_, n) => one(n)),
      one(3, { status: 'expired' }),
      one(99, { service: 'ledger', severity: 'critical' }),
    ];
    const message = digestMessage(gathered, where);
    expect(message).toMatchObject({ incident: { id: 'inc-99', severity: 'critical' }, facts: { gathered: 25 } });
    expect(message?.lines.slice(0, 2)).toMatchObject([
      { says: 'gathered', with: { count: { own: 25 }, time: { own: '2026-11-20 02:00' } } },
      { says: 'gatheredService', with: { service: { foreign: 'ledger' }, severity: { word: 'critical' } } },
    ]);
    expect(message?.lines).toContainEqual({ says: 'gatheredMore', with: { count: { own: 10 } } });
  });

  it('says nothing when there is nothing', () => expect(digestMessage([], where)).toBeUndefined());
});
