import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import { readHeard } from '../../../core/incident/runtime-security/heard-item.ts';
import { connects, exec, exit, logsEvent, opens, pod } from '../../../local/workload/agent-events.ts';
import { stage } from './stage.ts';

const scope = 'Deployment/checkout/receipts';

describe('take in what agents write', () => {
  it('opens one incident for what one workload does, with a timeline, however many batches it comes in', async () => {
    const { handle, table } = stage();
    const [first] = await handle(
      logsEvent([exec({ binary: '/bin/bash' }), opens('/etc/shadow', { id: 3, at: '2026-11-20T02:10:01Z' }), exit()]),
    );
    expect(first).toMatchObject({ kind: 'opened', status: 'detected' });
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    expect(await handle(logsEvent([connects('203.0.113.9', 443, { id: 4, at: '2026-11-20T02:10:20Z' })]))).toEqual([
      { kind: 'correlated', incidentId },
    ]);
    const lines = await table.list(keys.finding(incidentId, '', '').pk, prefixes.finding);
    expect(lines.map(({ body }) => body)).toMatchObject([
      { rule: 'unexpected_shell', says: 'is a shell where there was none' },
      { rule: 'sensitive_file_access', object: '/etc/shadow', process: { binary: '/usr/bin/cat' } },
      { rule: 'public_egress', object: '203.0.113.9:443' },
    ]);
  });

  it('names the strongest rule and the workload in the alarm', async () => {
    const { handle, incident } = stage();
    const [first] = await handle(logsEvent([exec({ binary: '/bin/bash' }), opens('/etc/shadow', { id: 3 })]));
    const { alarm, resource } = await incident(first !== undefined && 'incidentId' in first ? first.incidentId : '');
    expect(resource).toEqual({ kind: 'Deployment', namespace: 'checkout', name: 'receipts' });
    expect(alarm).toMatchObject({
      kind: 'runtime',
      name: 'sensitive_file_access in Deployment/checkout/receipts',
      reason: '/usr/bin/cat reads /etc/shadow; 1 more',
      metrics: [{ namespace: 'Sovereign/Runtime', name: 'sensitive_file_access' }, { name: 'unexpected_shell' }],
    });
  });

  it('makes nothing of ten thousand events that are as they should be', async () => {
    const { handle, all, meter } = stage();
    const benign = Array.from({ length: 10_000 }, (_, n) =>
      n % 3 === 0 ? exit({ id: n + 2 }) : exec({ id: n + 2, binary: '/usr/local/bin/receipts' }),
    );
    expect(await handle(logsEvent(benign))).toEqual([]);
    expect(all()).toEqual([]);
    expect(meter.counts.get('RuntimeEvents')).toBe(10_000);
  });

  it('takes the same batch once', async () => {
    const { handle, all, forgetful } = stage();
    const batch = logsEvent([opens('/etc/shadow')]);
    await handle(batch);
    const kept = () => all().filter(({ sk }) => /^(STATE|T#|FINDING#)/.test(sk));
    const after = kept();
    expect(await forgetful(batch)).toMatchObject([{ kind: 'ignored' }]);
    expect(kept()).toEqual(after);
  });

  it('tells no story again within the hour in which people were told of it in a report, and afterwards does', async () => {
    let time = new Date('2026-11-20T02:20:00.000Z');
    const { handle, move, all } = stage(undefined, () => time);
    const incidents = () => all().filter(({ sk }) => sk === 'STATE').length;
    const shell = (id: number) => logsEvent([exec({ id, binary: '/bin/bash', at: time.toISOString() })]);
    const [first] = await handle(shell(2));
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    await move(incidentId, ['analyzed', 'analyzer'], ['report_only', 'proposer']);
    expect(await handle(shell(3))).toMatchObject([{ kind: 'ignored' }]);
    expect(incidents()).toBe(1);
    time = new Date('2026-11-20T03:00:01.000Z');
    await handle(shell(5));
    expect(incidents()).toBe(2);
  });

  it('opens another incident at once for what is new after a report', async () => {
    const { handle, move, all } = stage();
    const [first] = await handle(logsEvent([exec({ binary: '/bin/bash' })]));
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    await move(incidentId, ['analyzed', 'analyzer'], ['report_only', 'proposer']);
    expect(await handle(logsEvent([opens('/etc/shadow', { id: 4 })]))).toMatchObject([{ kind: 'opened' }]);
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(2);
  });

  it('counts what it does not tell, with the rule and the reason', async () => {
    const { handle, table, meter, log } = stage();
    await handle(logsEvent([opens('/etc/shadow')]));
    await handle(logsEvent([opens('/etc/shadow', { id: 7 }), opens('/etc/shadow', { id: 8 })]));
    expect(await readHeard(table, scope)).toMatchObject({ dropped: { sensitive_file_access: { repeated: 2 } } });
    expect(meter.counts.get('RuntimeFindingsDropped')).toBe(2);
    expect(log.entries).toContainEqual(
      expect.objectContaining({
        message: 'findings were not told',
        facts: { resource: scope, dropped: { sensitive_file_access: { repeated: 2 } } },
      }),
    );
  });

  it('remembers that what it does not tell again goes on: the incident is not quiet', async () => {
    const { handle, table } = stage();
    const [first] = await handle(logsEvent([opens('/etc/shadow')]));
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    expect(await table.get(keys.stillSeen(incidentId))).toBeUndefined();
    await handle(logsEvent([opens('/etc/shadow', { id: 7, at: '2026-11-20T02:11:40.000Z' })]));
    expect(await table.get(keys.stillSeen(incidentId))).toMatchObject({ at: '2026-11-20T02:11:40.000Z' });
  });

  it('remembers the last time of what goes on, in whatever order batches come', async () => {
    const { handle, table } = stage();
    const [first] = await handle(logsEvent([opens('/etc/shadow')]));
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    for (const at of ['2026-11-20T02:11:40.000Z', '2026-11-20T02:10:50.000Z'])
      await handle(logsEvent([opens('/etc/shadow', { id: 7, at })]));
    expect(await table.get(keys.stillSeen(incidentId))).toMatchObject({ at: '2026-11-20T02:11:40.000Z' });
  });

  it('takes in two batches whose first findings are of the same millisecond', async () => {
    const { handle, table } = stage();
    const [first] = await handle(logsEvent([opens('/etc/shadow')]));
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    const at = '2026-11-20T02:11:40.000Z';
    for (const path of ['/etc/gshadow', '/etc/sudoers'])
      expect(await handle(logsEvent([opens(path, { at })]))).toMatchObject([{ kind: 'correlated' }]);
    expect(await table.list(keys.finding(incidentId, '', '').pk, prefixes.finding)).toHaveLength(3);
  });

  it('takes in two programs that bear the id of one execution', async () => {
    const { handle } = stage();
    const forged = [opens('/etc/shadow', { binary: '/bin/cat' }), opens('/etc/shadow', { binary: '/bin/dd' })];
    expect(await handle(logsEvent(forged))).toMatchObject([{ kind: 'opened' }]);
  });

  it('opens no second incident for a batch that comes again after the end, though its budget told a part', async () => {
    const { handle, move } = stage();
    const names = ['ash', 'bash', 'csh', 'dash', 'fish', 'ksh', 'mksh', 'pwsh', 'sh', 'tcsh', 'zsh'];
    const batch = logsEvent(
      names.map((name, n) => exec({ id: n + 2, binary: `/bin/${name}`, at: `2026-11-20T02:11:${n + 10}.000Z` })),
    );
    const [first] = await handle(batch);
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    await move(incidentId, ['self_recovered', 'alarm-handler']);
    expect(await handle(batch)).toEqual([{ kind: 'duplicate', incidentId }]);
  });

  it('takes what is found of one workload though what is found of another cannot be stored', async () => {
    const broken = { ...pod, name: 'broken-0', workload: 'broken', workload_kind: 'StatefulSet' };
    const { handle, all } = stage((table) => ({
      ...table,
      transact: (writes) =>
        JSON.stringify(writes).includes('broken') ? Promise.reject(new Error('too large')) : table.transact(writes),
    }));
    const batch = [opens('/etc/shadow', { process: { pod: broken } }), opens('/etc/shadow', { id: 9 })];
    await expect(handle(logsEvent(batch))).rejects.toThrow('too large');
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(1);
  });

  it('tells again what is found in the moment in which its incident ends', async () => {
    let end: (() => Promise<unknown>) | undefined;
    const { handle, move } = stage((table) => ({
      ...table,
      transact: async (writes) => {
        const ending = end;
        end = undefined;
        await ending?.();
        return table.transact(writes);
      },
    }));
    const [first] = await handle(logsEvent([opens('/etc/shadow')]));
    const incidentId = first !== undefined && 'incidentId' in first ? first.incidentId : '';
    end = () => move(incidentId, ['self_recovered', 'alarm-handler']);
    const again = logsEvent([opens('/etc/shadow', { id: 7, at: '2026-11-20T02:11:40.000Z' })]);
    expect(await handle(again)).toMatchObject([{ kind: 'opened' }]);
  });

  it('goes on over lines that it does not understand, and says why', async () => {
    const { handle, meter, log } = stage();
    const outcomes = await handle(
      logsEvent(['not JSON', opens('/etc/shadow'), { process_dream: {}, time: '2026-11-20T02:10:00Z' }]),
    );
    expect(outcomes).toMatchObject([{ kind: 'opened' }]);
    expect(meter.counts.get('RuntimeLinesRefused')).toBe(2);
    expect(log.entries).toContainEqual(expect.objectContaining({ facts: expect.objectContaining({ lines: 2 }) }));
  });

  it.each<[string, object, RegExp]>([
    ['a log group of something else', logsEvent(['GET / 200', 'GET / 200']), /none of 2 lines: expected a JSON object/],
    ['what is no gzip', { awslogs: { data: 'bm90IGd6aXA=' } }, /expected base64 of gzip of JSON/],
    ['what is no text', { awslogs: { data: 7 } }, /expected base64/],
    ['an account that is none', logsEvent([exec()], { owner: '12' }), /owner: expected an account id/],
    ['a bomb', { awslogs: { data: gzipSync(Buffer.alloc(70_000_000)).toString('base64') } }, /expected base64 of gzip/],
  ])('throws one line for %s', async (_what, event, problem) => {
    const { handle } = stage();
    await expect(handle(event)).rejects.toMatchObject({
      name: 'UnknownAlarmEvent',
      message: expect.stringMatching(problem),
    });
  });

  it('opens nothing for a log group of a foreign account, and answers a test of the subscription', async () => {
    const { handle, all, meter } = stage();
    expect(await handle(logsEvent([opens('/etc/shadow')], { owner: '999999999999' }))).toMatchObject([
      { kind: 'foreign' },
    ]);
    expect(meter.counts.get('Alarm_foreign')).toBe(1);
    expect(await handle(logsEvent(['x'], { messageType: 'CONTROL_MESSAGE' }))).toMatchObject([{ kind: 'ignored' }]);
    expect(all()).toEqual([]);
  });
});
