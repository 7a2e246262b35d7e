import { describe, expect, it } from 'vitest';
import { logSignals } from '../../../core/evidence/log-signals.ts';
import { workload } from './objects.ts';

const line = (message: string, minute = 0) => ({
  at: new Date(Date.UTC(2026, 10, 20, 2, minute)),
  stream: 's',
  message,
});
const routed = (log: string, pod = 'payments-api-6d5f-x2x2z', namespace = 'checkout') =>
  line(JSON.stringify({ log, kubernetes: { pod_name: pod, namespace_name: namespace } }));

describe('logSignals', () => {
  it('groups error lines by what they say and counts them', () => {
    const lines = [line('ERROR order 17 failed', 1), line('ERROR order 18 failed', 2), line('INFO order 19 done', 3)];
    expect(logSignals(lines, workload).findings).toEqual([
      {
        fact: 'log_error',
        summary: '2 x ERROR order 17 failed',
        resource: workload,
        time: '2026-11-20T02:01:00.000Z',
        data: { times: 2, last: '2026-11-20T02:02:00.000Z' },
      },
    ]);
  });

  it.each([
    ['java.lang.OutOfMemoryError: Java heap space', 'log_out_of_memory'],
    ['dial tcp 10.0.0.1:3306: connect: connection refused', 'log_connection_refused'],
    ['panic: nil map', 'log_error'],
  ])('%s is %s', (message, fact) => {
    expect(logSignals([line(message)], workload).findings).toMatchObject([{ fact }]);
  });

  it('opens the router envelope and the program own JSON, and drops lines of other workloads', () => {
    const lines = [
      routed(JSON.stringify({ level: 'error', msg: 'fatal: no memory' })),
      routed('ERROR x', 'catalog-api-1-a'),
      routed('ERROR x', 'payments-api-6d5f-x2x2z', 'ledger'),
    ];
    const { findings, texts } = logSignals(lines, workload);
    expect(findings.map(({ summary }) => summary)).toEqual(['1 x fatal: no memory']);
    expect(texts).toEqual(['fatal: no memory']);
  });

  it('redacts before it groups and counts it', () => {
    const found = logSignals([line('ERROR login password=hunter22 refused')], workload);
    expect(found.redacted).toBe(1);
    expect(JSON.stringify(found)).not.toContain('hunter22');
  });

  it('keeps the five most frequent groups', () => {
    const words = ['one', 'two', 'three', 'four', 'five', 'six'];
    const lines = words.flatMap((word, n) => Array.from({ length: n + 1 }, () => line(`ERROR ${word} gone`)));
    expect(logSignals(lines, workload).findings.map(({ summary }) => summary)[0]).toBe('6 x ERROR six gone');
    expect(logSignals(lines, workload).findings).toHaveLength(5);
  });
});
