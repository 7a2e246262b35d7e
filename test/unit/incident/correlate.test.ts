import { describe, expect, it } from 'vitest';
import { type Correlation, onAlarm, onRecovery } from '../../../core/incident/correlate.ts';
import { incidentIdFor } from '../../../core/incident/incident-id.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 2, 13, second)).toISOString();
const fired = (arn: string, second: number) => ({ arn, at: at(second) });
const known = (...alarms: Correlation['alarms']): Correlation => ({ incidentId: 'inc-1', version: 3, alarms });
const a = (second: number, firing = true) => ({ arn: 'a', at: at(second), firing });
const b = (second: number, firing = true) => ({ arn: 'b', at: at(second), firing });

describe('incident id', () => {
  it('is the same for the same state change and another one for any other', () => {
    const one = { arn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:x', at: '2026-11-20T02:13:07.318Z' };
    expect(incidentIdFor(one)).toMatch(/^inc-20261120021307-[0-9a-f]{8}$/);
    expect(incidentIdFor({ ...one })).toBe(incidentIdFor(one));
    expect(incidentIdFor({ ...one, arn: `${one.arn}y` })).not.toBe(incidentIdFor(one));
    expect(incidentIdFor({ ...one, at: '2026-11-20T02:13:07.319Z' })).not.toBe(incidentIdFor(one));
  });
});

describe('an alarm that fires', () => {
  it('opens an incident where nothing is known', () => {
    expect(onAlarm(fired('a', 1), undefined, false)).toEqual({
      kind: 'open',
      next: { incidentId: incidentIdFor(fired('a', 1)), version: 1, alarms: [a(1)] },
    });
  });

  it('joins nothing where nothing is known, whatever is said to be open', () => {
    expect(onAlarm(fired('a', 1), undefined, true)).toMatchObject({ kind: 'open' });
  });

  it('joins the open incident of its resource', () => {
    expect(onAlarm(fired('b', 2), known(a(1)), true)).toEqual({
      kind: 'join',
      next: { incidentId: 'inc-1', version: 4, alarms: [b(2), a(1)] },
    });
  });

  it('opens a new incident when the last one has ended, and remembers what that one saw', () => {
    expect(onAlarm(fired('b', 9), known(a(1)), false)).toEqual({
      kind: 'open',
      next: { incidentId: incidentIdFor(fired('b', 9)), version: 4, alarms: [b(9), a(1, false)] },
    });
  });

  it.each([
    ['the same', 5],
    ['an older one', 4],
  ])('changes nothing as a duplicate: %s', (_name, second) => {
    for (const isOpen of [true, false]) {
      expect(onAlarm(fired('a', second), known(a(5)), isOpen)).toEqual({ kind: 'duplicate', incidentId: 'inc-1' });
    }
  });

  it('remembers a bounded number of earlier alarms', () => {
    const many = Array.from({ length: 80 }, (_, i) => ({ arn: `x${i}`, at: at(1), firing: true }));
    const decided = onAlarm(fired('a', 9), known(...many), false);
    expect(decided.kind === 'open' && decided.next.alarms).toHaveLength(51);
  });
});

describe('a storm of alarms on one resource', () => {
  it('never outgrows an item of the table, and what fires is kept before what does not', () => {
    const long = 'x'.repeat(1590);
    const many = Array.from({ length: 300 }, (_, i) => ({ arn: `${long}${i}`, at: at(1), firing: i >= 200 }));
    const decided = onAlarm(fired('a', 9), known(...many), true);
    if (decided.kind !== 'join') throw new Error(decided.kind);
    expect(decided.next.alarms[0]).toEqual(a(9));
    expect(decided.next.alarms.filter(({ firing }) => firing)).toHaveLength(101);
    expect(Buffer.byteLength(JSON.stringify(decided.next))).toBeLessThan(390_000);
  });
});

describe('a storm of exactly as many alarms as are remembered', () => {
  const many = (count: number, firing: (index: number) => boolean) =>
    Array.from({ length: count }, (_, i) => ({ arn: `x${i}`, at: at(1), firing: firing(i) }));
  const arnsOf = (decided: ReturnType<typeof onAlarm>) =>
    decided.kind === 'duplicate' ? [] : decided.next.alarms.map(({ arn }) => arn);

  it('loses none of them, nor their order', () => {
    const before = many(199, (i) => i % 2 === 0);
    expect(arnsOf(onAlarm(fired('a', 9), known(...before), true))).toEqual(['a', ...before.map(({ arn }) => arn)]);
  });

  it('loses the last that does not fire with one more', () => {
    const arns = arnsOf(onAlarm(fired('a', 9), known(...many(200, (i) => i !== 7)), true));
    expect(arns).toHaveLength(200);
    expect(arns.slice(0, 3)).toEqual(['a', 'x0', 'x1']);
    expect(arns).not.toContain('x7');
  });

  it('of an earlier incident keeps the newest', () => {
    expect(arnsOf(onAlarm(fired('a', 9), known(...many(80, () => true)), false)).slice(0, 3)).toEqual([
      'a',
      'x0',
      'x1',
    ]);
  });

  it('takes one that fires again once, as the newest', () => {
    expect(onAlarm(fired('a', 9), known(b(2), a(1)), true)).toMatchObject({
      kind: 'join',
      next: { alarms: [a(9), b(2)] },
    });
  });
});

describe('an alarm that goes OK', () => {
  it('ends the incident when no other alarm of it fires', () => {
    expect(onRecovery(fired('a', 5), known(a(1), b(2, false)))).toEqual({
      kind: 'recovered',
      next: { incidentId: 'inc-1', version: 4, alarms: [a(5, false), b(2, false)], recoveries: [at(5)] },
    });
  });

  it('does not end it while another alarm fires', () => {
    expect(onRecovery(fired('a', 5), known(a(1), b(2)))).toEqual({
      kind: 'partly',
      next: { incidentId: 'inc-1', version: 4, alarms: [a(5, false), b(2)] },
    });
  });

  it('does not end it a third time within half an hour: it flaps', () => {
    const two = { ...known(a(1)), recoveries: [at(-1_794), at(0)] };
    expect(onRecovery(fired('a', 5), two)).toEqual({
      kind: 'flapping',
      next: { ...two, version: 4, alarms: [a(5, false)] },
    });
    const calmer = { ...two, recoveries: [at(-1_795), at(0)] };
    expect(onRecovery(fired('a', 5), calmer)).toMatchObject({
      kind: 'recovered',
      next: { recoveries: [at(0), at(5)] },
    });
  });

  it('hands on to the next incident how often the last ones recovered', () => {
    const decided = onAlarm(fired('a', 9), { ...known(a(5, false)), recoveries: [at(5)] }, false);
    expect(decided).toMatchObject({ kind: 'open', next: { recoveries: [at(5)] } });
  });

  it.each([
    ['nothing is known of the resource', undefined],
    ['it belongs to another incident', known(b(1))],
    ['it was OK already', known(a(1, false))],
    ['it has fired again since', known(a(6))],
    ['it fired at that very moment', known(a(5))],
  ])('changes nothing when %s', (_name, stored) => {
    expect(onRecovery(fired('a', 5), stored)).toEqual({ kind: 'nothing' });
  });
});
