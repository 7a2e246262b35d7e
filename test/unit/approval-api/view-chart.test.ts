import { describe, expect, it } from 'vitest';
import type { View } from '../../../core/approval/page/view/view.ts';
import type { EvidencePack } from '../../../core/evidence/signal.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Key } from '../../../core/incident/table.ts';
import { diagnosis, evidence, pageWorld } from '../../support/approval-page.ts';
import { chart, judged } from '../../support/chart.ts';
import { alarm, later, start } from '../../support/incident.ts';

type World = Awaited<ReturnType<typeof pageWorld>>;
const viewOf = async (world: World): Promise<View> =>
  JSON.parse((await world.post('view', { token: await world.token() })).body);
const store = (world: World, key: Key, body: unknown) =>
  world.deps.table.transact([{ kind: 'create', item: { ...key, body } }]);

const [signal] = evidence.signals;
if (signal === undefined) throw new Error('there is a signal');
const withSignals = (...more: Partial<(typeof evidence.signals)[number]>[]): EvidencePack => ({
  ...evidence,
  onset: later(-300).toISOString(),
  signals: [...evidence.signals, ...more.map((one, n) => ({ ...signal, id: `S${n + 3}`, ...one }))],
});
const changed = (seconds: number, summary = `changed ${seconds}`) => ({
  kind: 'change' as const,
  fact: 'resource_changed',
  summary,
  time: later(seconds).toISOString(),
});
const due = { at: later(900).toISOString(), does: 'again', attempt: 0 } as const;

describe('the chart of the view', () => {
  it('is what was stored, with the onset, the alarm and the suspected changes as they happened', async () => {
    const world = await pageWorld({ evidence: withSignals(changed(-400), changed(-900, 'alice called\u202e it')) });
    await store(world, keys.chart(world.request.incidentId), chart());
    expect((await viewOf(world)).chart).toEqual({
      chart: chart(),
      marks: [
        { kind: 'onset', at: later(-300).toISOString() },
        { kind: 'alarm', at: start.toISOString() },
        { kind: 'change', sign: '1', at: later(-900).toISOString(), text: 'alice called it' },
        { kind: 'change', sign: '2', at: later(-400).toISOString(), text: 'changed -400' },
      ],
    });
  });

  it('has the five strongest changes at most, and none without a time', async () => {
    const { time: _time, ...timeless } = changed(0);
    const { time: _old, ...bare } = signal;
    const pack = withSignals(...[1, 2, 3, 4, 5, 6].map((n) => changed(-n)));
    const world = await pageWorld({
      evidence: { ...pack, signals: [{ ...bare, ...timeless, id: 'S99' }, ...pack.signals] },
    });
    await store(world, keys.chart(world.request.incidentId), chart());
    const marks = (await viewOf(world)).chart?.marks.filter(({ kind }) => kind === 'change');
    expect(marks?.map(({ sign, text }) => `${sign} ${text}`)).toEqual(
      [5, 4, 3, 2, 1].map((n, index) => `${index + 1} changed -${n}`),
    );
  });

  it('shows when the change was made and when it was taken back', async () => {
    const world = await pageWorld({ incident: { status: 'executing' } });
    await store(world, keys.chart(world.request.incidentId), chart());
    await world.move({ to: 'executed', by: 'executor', due });
    await world.move({ to: 'executed', by: 'timekeeper', due, attempt: 1 });
    const kinds = (await viewOf(world)).chart?.marks.map(({ kind }) => kind);
    expect(kinds).toEqual(['alarm', 'executed']);
  });

  it('is none where none was stored or what was stored is no chart', async () => {
    const world = await pageWorld();
    expect((await viewOf(world)).chart).toBeNull();
    await store(world, keys.chart(world.request.incidentId), { ...chart(), points: [[0, 'x']] });
    expect((await viewOf(world)).chart).toBeNull();
  });
});

describe('the chart of the view of what names no metric', () => {
  it.each(['runtime', 'guardduty', 'budget', 'cost-anomaly', 'composite'] as const)(
    'is absent of an alarm of the kind %s, and there where one was stored',
    async (kind) => {
      const metrics = kind === 'composite' ? [] : alarm.metrics;
      const world = await pageWorld({ incident: { alarm: { ...alarm, kind, metrics } } });
      expect(await viewOf(world)).not.toHaveProperty('chart');
      await store(world, keys.chart(world.request.incidentId), chart());
      expect((await viewOf(world)).chart).toMatchObject({ chart: chart() });
    },
  );
});

describe('the log lines of the view', () => {
  it('are what the causes cite and the strongest others, as written, with how often and where', async () => {
    const log = (id: string, summary: string, pointer?: string) => ({
      kind: 'log' as const,
      fact: 'log_error',
      id,
      summary,
      ...(pointer === undefined ? {} : { pointer }),
    });
    const pack = withSignals(
      log('S10', '4 x: not cited 1'),
      log('S11', '4 x: not cited 2'),
      log('S12', '4 x: not cited 3'),
      log('S13', '4 x: not cited 4'),
      log(
        'S14',
        '26 x, new since the onset, and in 2 other workloads: ERROR 3 x: it ended',
        'logs.ndjson /aws/app pod-1 2026-11-20T02:58:00.000Z',
      ),
    );
    const [cause] = diagnosis.causes;
    const causes = cause === undefined ? [] : [{ ...cause, citations: ['S1', 'S14'] }];
    const { logs } = await viewOf(await pageWorld({ evidence: pack, diagnosis: { ...diagnosis, causes } }));
    expect(logs.map(({ id }) => id)).toEqual(['S14', 'S10', 'S11', 'S12']);
    expect(logs[0]).toEqual({
      id: 'S14',
      line: 'ERROR 3 x: it ended',
      times: 26,
      since: 'new',
      others: 2,
      time: signal.time,
      where: '/aws/app pod-1',
    });
    expect(logs[1]).not.toHaveProperty('where');
  });

  it('are none where no program said anything', async () => {
    expect((await viewOf(await pageWorld())).logs).toEqual([]);
  });
});

describe('the charts of the validation', () => {
  const verified = { outcome: 'verified', before: {}, after: {}, alarm: 'OK', checks: [] };

  it('show each metric around the moment of the change', async () => {
    const world = await pageWorld();
    await store(world, keys.validation(world.request.incidentId), verified);
    expect((await viewOf(world)).validation?.charts).toEqual([]);
    await store(world, keys.judged(world.request.incidentId), judged);
    expect((await viewOf(world)).validation?.charts).toEqual(
      judged.charts.map((one) => ({ ...one, marks: [{ kind: 'executed', at: judged.executedAt }] })),
    );
  });
});

describe('the error budget of the view', () => {
  const budget = { kind: 'unknown', objective: 99.9, days: 30, why: 'no-requests' };

  it.each([
    ['what was stored', budget, budget],
    ['nothing where the runbook has no objective', undefined, null],
    ['nothing where it cannot be read', { ...budget, kind: 'full' }, null],
  ])('is %s', async (_what, body, shown) => {
    const world = await pageWorld();
    if (body !== undefined) await store(world, keys.budget(world.request.incidentId), body);
    expect((await viewOf(world)).budget).toEqual(shown);
  });
});
