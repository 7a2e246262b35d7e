import { describe, expect, it } from 'vitest';
import { detect } from '../../../../core/incident/runtime-security/detect.ts';
import { admit, type Heard } from '../../../../core/incident/runtime-security/noise.ts';
import { readLine } from '../../../../core/incident/runtime-security/read-line.ts';
import { RuntimeSecurity } from '../../../../core/incident/runtime-security/settings.ts';
import { connects, exec, opens } from '../../../../local/workload/agent-events.ts';

const now = new Date('2026-11-20T02:10:30.000Z');
const source = { kind: 'LogGroup', name: '/agents' };

const sightings = (...lines: object[]) => {
  const events = lines.map((line) => {
    const read = readLine(JSON.stringify(line));
    if (read.kind === 'refused') throw new Error(read.reason);
    return read.event;
  });
  return [...detect(events, source).values()].flatMap((group) => group.sightings);
};

const settings = (change: object = {}) => RuntimeSecurity.parse(change);
const ask = (lines: object[], heard?: Heard, change: object = {}, open?: string, at = now) =>
  admit(sightings(...lines), heard, { settings: settings(change), now: at, open });
const rules = (result: ReturnType<typeof ask>) => result.told.map(({ rule }) => rule);

/** After an incident was opened with what was told. */
const opened = ({ next }: ReturnType<typeof ask>, incidentId = 'inc-1'): Heard => {
  if (next === undefined) throw new Error('nothing is remembered');
  return { ...next, incidentId };
};

describe('what is told of findings', () => {
  it('tells in order of time', () => {
    const result = ask([
      connects('203.0.113.9', 443, { at: '2026-11-20T02:10:09.000Z' }),
      opens('/etc/shadow', { at: '2026-11-20T02:10:04.000Z' }),
    ]);
    expect(rules(result)).toEqual(['sensitive_file_access', 'public_egress']);
    expect(result.dropped).toEqual({});
  });

  it('counts what the open incident holds already, and tells it again once that has ended', () => {
    const first = opened(ask([opens('/etc/shadow')]));
    const again = ask([opens('/etc/shadow', { id: 9 })], first, {}, 'inc-1');
    expect(rules(again)).toEqual([]);
    expect(again.dropped).toEqual({ sensitive_file_access: { repeated: 1 } });
    expect(rules(ask([opens('/etc/shadow', { id: 9 })], first, {}, undefined))).toEqual(['sensitive_file_access']);
    expect(rules(ask([opens('/etc/gshadow')], first, {}, 'inc-1'))).toEqual(['sensitive_file_access']);
  });

  it('keeps to the budget of a rule within the hour, and counts the rest with the rule', () => {
    const many = Array.from({ length: 5 }, (_, n) => connects(`203.0.113.${n}`, 443));
    const change = { perHour: { public_egress: 2 } };
    const result = ask([...many, opens('/etc/shadow')], undefined, change);
    expect(rules(result).toSorted()).toEqual(['public_egress', 'public_egress', 'sensitive_file_access']);
    expect(result.dropped).toEqual({ public_egress: { 'over budget': 3 } });
    const later = ask([connects('203.0.113.77', 443)], opened(result), change, 'inc-1');
    expect(later.dropped).toEqual({ public_egress: { 'over budget': 1 } });
    expect(later.next?.dropped).toEqual({ public_egress: { 'over budget': 4 } });
    const nextHour = new Date('2026-11-20T03:00:01.000Z');
    expect(rules(ask([connects('203.0.113.77', 443)], opened(result), change, 'inc-1', nextHour))).toEqual([
      'public_egress',
    ]);
  });

  it('learns the shell of an image while the container starts, and is told of the one that comes later', () => {
    const early = { at: '2026-11-20T01:00:30.000Z', binary: '/bin/sh' };
    const start = ask([exec(early)]);
    expect(rules(start)).toEqual([]);
    expect(start.dropped).toEqual({ unexpected_shell: { learnt: 1 } });
    expect(rules(ask([exec({ binary: '/bin/sh' })], start.next))).toEqual([]);
    expect(rules(ask([exec({ binary: '/bin/bash' })], start.next))).toEqual(['unexpected_shell']);
    expect(rules(ask([exec({ binary: '/bin/sh' })]))).toEqual(['unexpected_shell']);
    expect(rules(ask([exec(early)], undefined, { learnSeconds: 0 }))).toEqual(['unexpected_shell']);
  });

  it('does not learn from a start that is said to come after', () => {
    const ahead = { at: '2026-11-20T00:59:59.000Z', binary: '/bin/sh' };
    expect(rules(ask([exec(ahead)]))).toEqual(['unexpected_shell']);
  });

  it.each<[string, object, number]>([
    ['the resource and the object', { object: '203.0.113.9:443' }, 0],
    ['a block', { object: '203.0.113.0/24' }, 0],
    ['the beginning of the object', { object: '203.0.*' }, 0],
    ['any object', {}, 0],
    ['another block', { object: '198.51.100.0/24' }, 1],
    ['another workload', { resource: 'Deployment/checkout/ledger' }, 1],
    ['another rule', { rule: 'denied_flow' }, 1],
  ])('leaves out what is usual: %s', (_what, change, told) => {
    const usual = [
      { rule: 'public_egress', resource: 'Deployment/checkout/receipts', because: 'the acquirer', ...change },
    ];
    const result = ask([connects('203.0.113.9', 443)], undefined, { usual });
    expect(result.told).toHaveLength(told);
    expect(result.dropped).toEqual(told === 1 ? {} : { public_egress: { usual: 1 } });
  });

  it('ends the timeline of one incident at sixty lines', () => {
    const many = Array.from({ length: 70 }, (_, n) => opens(`/root/.ssh/key-${n}`, { id: n + 2 }));
    const result = ask(many, undefined, { perHour: { sensitive_file_access: 100 } });
    expect(result.told).toHaveLength(60);
    expect(result.dropped).toEqual({ sensitive_file_access: { 'timeline full': 10 } });
  });

  it('has a place for the first line of each rule, however many there are of others', () => {
    const many = Array.from({ length: 70 }, (_, n) => opens(`/root/.ssh/key-${n}`, { id: n + 2 }));
    const last = connects('203.0.113.9', 443, { at: '2026-11-20T02:10:20.000Z' });
    const result = ask([...many, last], undefined, { perHour: { sensitive_file_access: 100 } });
    expect(result.told).toHaveLength(61);
    expect(rules(result).at(-1)).toBe('public_egress');
  });

  it('gives a process without a container that of whoever started it', () => {
    const shell = exec({ id: 5, binary: '/bin/bash' });
    const child = connects('203.0.113.9', 443, { id: 6, process: { pod: undefined }, parent: { pod: undefined } });
    expect(sightings(shell, child).map(({ finding }) => finding.resource.name)).toEqual(['receipts', 'receipts']);
  });

  it('finds no end in ids that go in a circle, and stops', () => {
    const circle = { pod: undefined, exec_id: 'YQ==', parent_exec_id: 'YQ==' };
    expect(sightings(connects('203.0.113.9', 443, { process: circle, parent: circle }))).toEqual([]);
  });
});
