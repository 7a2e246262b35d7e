import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { powertoolsOnce } from '../../core/aws/once.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { dynoxideMissing, dynoxideTable, tableName } from './dynoxide.ts';

if (dynoxideMissing !== undefined) console.warn(dynoxideMissing);

describe.skipIf(dynoxideMissing !== undefined)('once on dynoxide', () => {
  let server: Awaited<ReturnType<typeof dynoxideTable>>;
  beforeEach(async () => {
    server = await dynoxideTable();
  });
  afterEach(() => server.stop());
  const config = { tableName, functionName: 'notifier', attemptSeconds: 30 };

  it('runs an effect once and hands its result to whoever asks again', async () => {
    const once = powertoolsOnce(server.client, config);
    let runs = 0;
    const effect = async () => ({ run: (runs += 1), big: 2 ** 60, gone: undefined });
    const results = [await once('mail-1', effect), await once('mail-1', effect), await once('mail-2', effect)];
    expect(results).toEqual([
      { run: 1, big: 2 ** 60 },
      { run: 1, big: 2 ** 60 },
      { run: 2, big: 2 ** 60 },
    ]);
    expect(Object.keys(results[0] ?? {})).toEqual(['run', 'big']);
  });

  it('keeps the functions apart', async () => {
    await powertoolsOnce(server.client, config)('mail-1', async () => ({ by: 'notifier' }));
    const analyzer = powertoolsOnce(server.client, { ...config, functionName: 'analyzer' });
    expect(await analyzer('mail-1', async () => ({ by: 'analyzer' }))).toEqual({ by: 'analyzer' });
  });

  it('refuses a second caller while the first still runs', async () => {
    const once = powertoolsOnce(server.client, config);
    let finish: (value: object) => void = () => {};
    let begun: (value: unknown) => void = () => {};
    const started = new Promise((resolve) => (begun = resolve));
    const first = once('mail-1', () => new Promise<object>((resolve) => begun((finish = resolve))));
    await started;
    await expect(once('mail-1', async () => ({}))).rejects.toMatchObject({ name: 'EffectInProgress', retryable: true });
    finish({ sent: true });
    expect(await first).toEqual({ sent: true });
  });

  it('runs the effect again after it threw', async () => {
    const once = powertoolsOnce(server.client, config);
    await expect(once('mail-1', () => Promise.reject(new Error('no line')))).rejects.toThrow('no line');
    expect(await once('mail-1', async () => ({ sent: true }))).toEqual({ sent: true });
  });

  it('runs the effect again when an attempt never reported back and its time is over', async () => {
    const now = Date.now();
    const marks = dynamoTable(server.client, { tableName });
    const once = powertoolsOnce(server.client, config);
    await once('mail-1', async () => ({ sent: 1 }));
    const [mark] = await marks.list('IDEMPOTENCY#notifier');
    if (mark === undefined) throw new Error('no record of the effect');
    const { data: _result, ...record } = mark;
    const crashed = { ...record, pk: mark.pk, sk: mark.sk, status: 'INPROGRESS', in_progress_expiration: now - 1 };
    await marks.transact([{ kind: 'replace', item: crashed, when: [] }]);
    expect(await once('mail-1', async () => ({ sent: 2 }))).toEqual({ sent: 2 });
  });
});
