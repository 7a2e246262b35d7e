import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineLevel } from '../../../../core/evidence/logs/level.ts';
import { mine } from '../../../../core/evidence/logs/mine.ts';

const onset = new Date('2026-11-20T03:00:00Z');
const record = (message: string, minute = 0, more: { group?: string; stream?: string } = {}) => ({
  at: new Date(onset.getTime() + minute * 60_000),
  group: '/harbor/app',
  stream: 'payments-1',
  message,
  ...more,
});
const keys = (...messages: string[]): string[] =>
  mine(
    messages.map((text) => record(text)),
    onset,
  ).templates.map(({ key }) => key);

describe('mine: what is a value', () => {
  it.each([
    ['numbers and ids', 'order 17 of job_20_x_3 kept by 7d9f-x2x2z', 'order <*> of job_<*> kept by <*>'],
    [
      'UUIDs and hex',
      'request 9b1d7c1e-77aa-4c7e-9f0e-0b7f6b1de001 at 0x7ffe, commit deadbeef',
      'request <*> at <*> commit <*>',
    ],
    ['addresses', 'from 10.0.0.7:443, fe80::1:2ab and 00:1a:2b:cd:ee:ff done', 'from <*> and <*> done'],
    ['hosts', 'dial db-1.harbor.internal:5432 and mail.harbor.co.uk failed', 'dial <*> and <*> failed'],
    [
      'no packages or places in code',
      'at com.harbor.pay.Client in client.go:142',
      'at com.harbor.pay.Client in client.go <*>',
    ],
    ['paths and URLs', 'read /var/lib/x/y.db, C:\\tmp\\a.log, https://h/x?a=b&c=d failed', 'read <*> failed'],
    ['times', 'at Fri Nov 20 07:07:00 PM UTC 2026 and 2026-11-20T02:00:00.5Z ended', 'at <*> and <*> ended'],
    ['sizes and durations', 'sent 1033 bytes (1.01 KB) in 30 ms, <1 sec left', 'sent <*> in <*> left'],
    [
      'short quotations',
      `user="bob" tag='two words' said 'this is a whole sentence of text'`,
      'user <*> tag <*> said this is a whole sentence of text',
    ],
    ['no quoted reason', 'level="error" msg="connection refused"', 'level error msg connection refused'],
    [
      'literals and printed objects',
      'ready=true owner=null window=Window{7a u0 x{y}} shown',
      'ready <*> owner <*> window <*> shown',
    ],
    ['no words of text', "can't open the door, L2 is shut", 'can t open the door L<*> is shut'],
  ])('%s', (_, message, key) => {
    expect(keys(message)).toEqual([key]);
  });

  it('takes lists of different length, and an empty one in brackets, for the same', () => {
    expect(keys('ask 10.0.0.1 (web-1.harbor.net) to drop blk_-1 blk_2', 'ask 10.0.0.1 () to drop blk_3')).toEqual([
      'ask <*> to drop blk_<*>',
    ]);
  });

  it('shows a template with its punctuation', () => {
    const [template] = mine([record('"GET /v1/x HTTP/1.1" status: 200 (took 3 ms)')], onset).templates;
    expect(template?.text).toBe('"GET <*> HTTP/<*>" status: <*> (took <*>)');
  });
});

describe('mine: what is one template', () => {
  const users = ['ann', 'bob', 'cleo', 'dan'];

  it('joins lines that differ in many names, and knows these names in other lines', () => {
    const opened = users.map((user) => `session opened for user ${user} by login`);
    expect(keys(...opened, 'password refused for ann on console', 'password refused for bob on console')).toEqual([
      'session opened for user <*> by login',
      'password refused for <*> on console',
    ]);
  });

  it.each([
    ['few words', ['cache is warm again', 'cache is cold again']],
    ['capitals', ['IDLE', 'READY', 'BUSY', 'DONE', 'LOST'].map((state) => `worker goes to ${state} now`)],
    ['first words', ['cupd', 'logd', 'netd', 'timed', 'maild'].map((name) => `${name} startup has succeeded`)],
    ['methods', ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'].map((verb) => `api call ${verb} was fine`)],
    ['little in common', ['save nothing', 'save 17']],
  ])('keeps apart what differs in %s', (_, lines) => {
    expect(keys(...lines)).toHaveLength(lines.length);
  });

  it('takes two failures for the same whose stacks are not equally deep', () => {
    const trace = (frames: number) =>
      `ERROR charge failed\ncom.harbor.PayError: no route\n${'\tat com.harbor.Pay.go(Pay.java:7)\n'.repeat(frames)}Caused by: java.io.IOException: shut\n\tat x.Y.z(Y.java:1)`;
    expect(keys(trace(3), trace(40))).toEqual([
      'ERROR charge failed com.harbor.PayError no route Caused by java.io.IOException shut',
    ]);
  });
});

describe('mine: what is told of a template', () => {
  it('counts before and since the onset, and says where and when it was seen', () => {
    const { templates } = mine(
      [
        record('WARN slow query took 9 ms', -9),
        record('WARN slow query took 7 ms', 1, { stream: 'payments-2' }),
        record('INFO up', -30),
      ],
      onset,
    );
    expect(templates[0]).toMatchObject({
      count: 2,
      beforeOnset: 1,
      sinceOnset: 1,
      newSinceOnset: false,
      level: 'warn',
      example: 1,
      streams: ['payments-1', 'payments-2'],
      groups: ['/harbor/app'],
      first: new Date(onset.getTime() - 9 * 60_000),
      last: new Date(onset.getTime() + 60_000),
    });
  });

  it('is new since the onset only in a log group that has lines from before', () => {
    const old = record('INFO up', -30);
    expect(mine([old, record('ERROR gone', 1)], onset).templates.at(-1)?.newSinceOnset).toBe(true);
    const elsewhere = record('ERROR gone', 1, { group: '/harbor/young' });
    expect(mine([old, elsewhere], onset).templates.at(-1)?.newSinceOnset).toBe(false);
  });

  it('bursts where it comes more often than chance explains', () => {
    const every = (text: string, from: number, to: number, step: number) =>
      Array.from({ length: (to - from) / step }, (_, n) => record(text, from + n * step));
    const { templates } = mine(
      [
        ...every('tick of clock', -60, 10, 1),
        ...every('ERROR shut door', -60, 0, 20),
        ...every('ERROR shut door', 0, 10, 0.5),
        record('lone word here', 5),
      ],
      onset,
    );
    const burst = Object.fromEntries(templates.map((template) => [template.key, template.burst]));
    expect(burst['ERROR shut door']).toBeGreaterThan(10);
    expect(burst['tick of clock']).toBeLessThan(1);
    expect(burst['lone word here']).toBeLessThan(1.5);
  });

  it.each([
    ['2026-11-20 02:00:00 ERROR [main] x', 'error'],
    ['[warn] low disk', 'warn'],
    ['time=1 level=info msg="an ERROR was mended"', 'info'],
    ['E1120 02:00:00.000000 1 reflector.go:138] failed', 'error'],
    ['panic: nil map', 'error'],
    ['com.harbor.PayException: no', 'error'],
    ['the error budget is fine', 'unknown'],
  ])('the level of %s is %s', (line, level) => {
    expect(lineLevel(line)).toBe(level);
  });
});

describe('mine: what an attacker may write', () => {
  it('keeps a bounded number of patterns and counts the rest', () => {
    const letters = (n: number) => n.toString().replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
    const records = Array.from({ length: 9_000 }, (_, n) => record(`${letters(n)} ${letters(n * 7)} up`));
    const { templates, overflow, assigned } = mine(records, onset);
    expect(templates.length).toBeLessThanOrEqual(5_000);
    expect(overflow).toBe(4_000);
    expect(assigned.filter((template) => template === -1)).toHaveLength(4_000);
  });

  it.each([
    ['letters', 'a'],
    ['braces', 'A{'],
    ['quotes', ' "a'],
    ['colons and slashes', 'a:b/c.d '],
    ['dots', '1.a-'],
    ['brackets', '(('],
    ['backslashes', '\\'],
    ['exception names', 'a.'],
    ['lines', '\n(('],
  ])('reads the start of a line of a megabyte of %s', (_, unit) => {
    const line = unit.repeat(1_000_000 / unit.length);
    const { templates } = mine(
      Array.from({ length: 5 }, () => record(line)),
      onset,
    );
    expect(templates).toHaveLength(1);
    expect(templates[0]?.key.length).toBeLessThanOrEqual(2_000);
  });

  it('puts every record into exactly one template or the overflow', () => {
    const word = fc.constantFrom(
      'up',
      'down',
      '17',
      'ERROR',
      '10.0.0.1',
      '/a/b',
      '"x"',
      '(',
      ':',
      'eth0',
      'ann',
      '{',
      '\n',
      'İ',
      '<*>',
    );
    const message = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ message, minute: fc.integer({ min: -9, max: 9 }) })), (lines) => {
        const { templates, assigned, overflow } = mine(
          lines.map(({ message, minute }) => record(message, minute)),
          onset,
        );
        const sizes = templates.map((_, index) => assigned.filter((template) => template === index).length);
        expect(templates.map(({ count }) => count)).toEqual(sizes);
        expect(templates.every((one) => one.beforeOnset + one.sinceOnset === one.count && one.first <= one.last)).toBe(
          true,
        );
        expect(templates.every((one, index) => assigned[one.example] === index)).toBe(true);
        expect(sizes.reduce((sum, size) => sum + size, overflow)).toBe(lines.length);
        expect(new Set(templates.map(({ key }) => key)).size).toBe(templates.length);
      }),
      { numRuns: 60 },
    );
  });
});
