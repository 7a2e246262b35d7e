import { describe, expect, it } from 'vitest';
import { open } from '../../../../core/evidence/logs/open.ts';
import { readRecords } from '../../../../core/evidence/logs/read-records.ts';
import { unwrap } from '../../../../core/evidence/logs/unwrap.ts';

const line = (message: string, second = 0, stream = 's') => ({
  at: new Date(Date.UTC(2026, 10, 20, 3, 0, second)),
  group: '/harbor/app',
  stream,
  message,
});
const messages = (text: string): string[] =>
  readRecords(text.split('\n').map((one) => line(one))).map(({ message }) => message);

describe('read records: lines of one message', () => {
  it.each([
    [
      'Java',
      'ERROR charge failed\njava.io.IOException: shut\n\tat a.B.c(B.java:1)\nCaused by: a.XError: y\n\t... 3 more',
    ],
    ['Node', 'TypeError: x is not a function\n    at go (/app/pay.js:1:2)\n    at node:internal/main:9'],
    ['Python', 'Traceback (most recent call last):\n  File "pay.py", line 1, in go\n    go()\nKeyError: 1'],
    [
      'chained Python',
      'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "b.py", line 2\nValueError: 2',
    ],
    [
      'Go',
      'panic: nil map\n\ngoroutine 1 [running]:\nmain.(*Server).go(0xc0, 0x1)\n\t/app/main.go:7 +0x1d\ncreated by main.run\n\t/app/main.go:1',
    ],
    [
      '.NET',
      'System.IO.IOException: shut\n   at Harbor.Pay.Go() in Pay.cs:line 7\n--- End of inner exception stack trace ---',
    ],
  ])('keeps a %s trace together, and what comes after apart', (_, trace) => {
    expect(messages(`INFO before\n${trace}\nINFO after`)).toEqual(['INFO before', trace, 'INFO after']);
  });

  it('reads an object that is printed over several lines', () => {
    const printed = JSON.stringify({ level: 'error', msg: 'a } in a string', at: { deep: [1] } }, null, 2);
    expect(messages(`up\n${printed}\ndown`)).toEqual(['up', 'a } in a string', 'down']);
  });

  it('keeps streams apart, and lines that were not written at once', () => {
    const frame = '\tat a.B.c(B.java:1)';
    const read = readRecords([
      line('a.XError: y', 0, 'a'),
      line('INFO b', 0, 'b'),
      line(frame, 1, 'a'),
      line(frame, 9, 'a'),
    ]);
    expect(read.map(({ stream, message }) => [stream, message])).toEqual([
      ['a', `a.XError: y\n${frame}`],
      ['b', 'INFO b'],
      ['a', frame],
    ]);
  });

  it('joins a trace whose lines came in envelopes, by pod', () => {
    const routed = (log: string, pod: string) =>
      line(
        JSON.stringify({
          log: `${log}\n`,
          kubernetes: { pod_name: pod, namespace_name: 'checkout', container_name: 'app' },
        }),
      );
    const read = readRecords([
      routed('a.XError: y', 'p1'),
      routed('INFO b', 'p2'),
      routed('\tat a.B.c(B.java:1)', 'p1'),
    ]);
    expect(read.map(({ message, pod }) => [message, pod?.name])).toEqual([
      ['a.XError: y\n\tat a.B.c(B.java:1)', 'p1'],
      ['INFO b', 'p2'],
    ]);
  });

  it('bounds a trace that never ends and an object that never closes', () => {
    const endless = readRecords([
      line('a.XError: y'),
      ...Array.from({ length: 5_000 }, () => line('\tat a.B.c(B.java:1)')),
    ]);
    expect(endless).toHaveLength(1);
    expect(endless[0]?.message.split('\n')).toHaveLength(200);
    expect(messages('{\n"a": 1,\n"b')).toEqual(['{\n"a": 1,\n"b']);
  });
});

describe('open: structured lines', () => {
  it.each([
    ['{"level":"error","msg":"no route"}', { message: 'no route', level: 'error' }],
    ['{"severity":"WARNING","message":"slow"}', { message: 'slow', level: 'warn' }],
    ['{"level":30,"msg":"up"}', { message: 'up', level: 'info' }],
    [
      '{"level":"error","message":"charge failed","error":{"name":"PayError","message":"no route"}}',
      { message: 'charge failed: PayError: no route', level: 'error' },
    ],
    ['{"errorType":"KeyError","errorMessage":"\'id\'","stackTrace":[]}', { message: "'id'" }],
    [
      '{"time":"t","type":"platform.report","record":{"requestId":"r"}}',
      { message: 'platform.report {"requestId":"r"}' },
    ],
    ['{"message":{"order":1}}', { message: '{"order":1}' }],
    ['{"order":1}', { message: '{"order":1}' }],
    ['{"msg": cut', { message: '{"msg": cut' }],
    ['plain', { message: 'plain' }],
  ])('%s', (text, opened) => {
    expect(open(text)).toEqual(opened);
  });

  it('takes off what the container runtime puts before a line', () => {
    expect(unwrap('2026-11-20T02:00:00.123456789Z stderr F ERROR x\n')).toEqual({ text: 'ERROR x' });
  });
});
