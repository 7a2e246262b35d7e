import { describe, expect, it } from 'vitest';
import { clusterOf } from '../../../../core/evidence/kubernetes/cluster.ts';
import { logFindings } from '../../../../core/evidence/logs/findings.ts';
import type { LogLine } from '../../../../core/evidence/ports.ts';
import { inNamespace, pod, replicaSet, workload } from '../objects.ts';

const line = (message: string, minute = 0) => ({
  at: new Date(Date.UTC(2026, 10, 20, 2, minute)),
  stream: 's',
  message,
});
const routed = (log: string, pod = 'payments-api-6d5f-x2x2z', namespace = 'checkout') =>
  line(JSON.stringify({ log, kubernetes: { pod_name: pod, namespace_name: namespace } }));

const { owners } = clusterOf([inNamespace('Pod', pod({})), inNamespace('ReplicaSet', replicaSet)]).cluster;
const find = (lines: readonly LogLine[], onsetMinute = 59) =>
  logFindings(lines, { subject: workload, owners, onset: line('', onsetMinute).at });

describe('logFindings', () => {
  it('groups error lines by what they say and counts them', () => {
    const lines = [line('ERROR order 17 failed', 1), line('ERROR order 18 failed', 2), line('INFO order 19 done', 3)];
    expect(find(lines).findings).toEqual([
      {
        fact: 'log_error',
        summary: '2 x: ERROR order 17 failed',
        resource: workload,
        time: '2026-11-20T02:01:00.000Z',
        data: {
          times: 2,
          last: '2026-11-20T02:02:00.000Z',
          template: expect.stringMatching(/^[a-p]{16}$/),
        },
        pointer: 'logs.ndjson  s 2026-11-20T02:01:00.000Z',
      },
    ]);
  });

  it.each([
    ['java.lang.OutOfMemoryError: Java heap space', 'log_out_of_memory'],
    ['dial tcp 10.0.0.1:3306: connect: connection refused', 'log_connection_refused'],
    ['panic: nil map', 'log_error'],
  ])('%s is %s', (message, fact) => {
    expect(find([line(message)]).findings).toMatchObject([{ fact }]);
  });

  it('opens the router envelope and the program own JSON, and tells each line of the workload that wrote it', () => {
    const lines = [
      routed(JSON.stringify({ level: 'error', msg: 'fatal: no memory' })),
      routed('ERROR x', 'catalog-api-1-a'),
      { ...line('ERROR y'), stream: 'payments-api-6d5f-x2x2z_checkout_app' },
      {
        ...line('ERROR z'),
        stream: 'ip-10-0-1-4-application.var.log.containers.payments-api-6d5f-g7k2z_checkout_app-1f.log',
      },
    ];
    const { findings, texts } = find(lines);
    expect(findings.map(({ summary, resource }) => `${resource.kind} ${resource.name} ${summary}`)).toEqual([
      'Deployment payments-api 1 x: fatal: no memory',
      'Pod catalog-api-1-a 1 x: ERROR x',
      'Deployment payments-api 1 x: ERROR y',
      'Deployment payments-api 1 x: ERROR z',
    ]);
    expect(texts).toEqual(['fatal: no memory', 'ERROR x', 'ERROR y', 'ERROR z']);
  });

  it('puts first what began with the onset, and says so', () => {
    const often = Array.from({ length: 9 }, (_, minute) => line('ERROR cache miss for basket', minute));
    const { findings } = find([...often, line('ERROR ledger refused the charge', 8)], 7);
    expect(findings.map(({ summary }) => summary)).toEqual([
      '1 x, new since the onset: ERROR ledger refused the charge',
      '9 x: ERROR cache miss for basket',
    ]);
    expect(findings[0]?.strength).toBe(0.6);
  });

  it.each([
    ['WARN retry after error 503'],
    ['+ java -XX:+HeapDumpOnOutOfMemoryError -jar app.jar'],
    ['INFO 0 errors found'],
    ['{"level":"info","msg":"error budget is whole"}'],
  ])('takes no error from a line that says that it is none: %s', (message) => {
    expect(find([line(message)]).findings).toEqual([]);
  });

  it('redacts before it groups and counts it', () => {
    const found = find([line('ERROR login password=hunter22 refused')]);
    expect(found.redacted).toBe(1);
    expect(JSON.stringify(found)).not.toContain('hunter22');
  });

  it('keeps the twelve most frequent groups', () => {
    const words = 'Alder Birch Cedar Elm Fir Hazel Larch Maple Oak Pine Rowan Spruce Willow Yew'.split(' ');
    const lines = words.flatMap((word, n) => Array.from({ length: n + 1 }, () => line(`${word} gone: fatal`)));
    const { findings } = find(lines);
    expect(findings[0]?.summary).toBe('14 x: Yew gone: fatal');
    expect(findings).toHaveLength(12);
  });
});
