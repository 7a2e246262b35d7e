import { describe, expect, it } from 'vitest';
import type { Handler } from '../../../../local/engine/types.ts';
import { fixtureWith } from '../fixture.ts';
import { alarm, fails, seconds, start, transition, world } from './world.ts';

const never = () => false;
const minutes = (count: number) => ({ virtualMs: count * 60_000 });

describe('the loop of the template', () => {
  const loop = (template?: string) => {
    const analyzed: unknown[] = [];
    const made = world(
      {
        'alarm-handler': async () => made.put(transition('inc-1', 1, 'detected')),
        analyzer: async (event) => void analyzed.push(event),
      },
      template === undefined ? {} : { template },
    );
    return { ...made, analyzed };
  };

  it('brings an alarm to its function and the inserted item through stream, Pipe and bus to the next one', async () => {
    const { engine, analyzed } = loop();
    await engine.publish(alarm);
    expect(await engine.runUntil(() => analyzed.length > 0)).toBe('done');
    expect(analyzed).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        'detail-type': 'Transition',
        source: 'sovereign-ops',
        account: '123456789012',
        time: '2026-11-20T10:00:00Z',
        region: 'eu-central-1',
        resources: [],
        detail: { incidentId: 'inc-1', seq: '1', from: '', to: 'detected' },
      },
    ]);
    expect(engine.now()).toEqual(start);
  });

  it.each([
    ['a wrong rule pattern', 'to: [detected]', 'to: [detcted]', 1],
    ['a rule on the wrong bus', 'EventBusName: !Ref Bus', 'EventBusName: default', 1],
    ['a wrong Pipe filter', '"eventName": ["INSERT"]', '"eventName": ["MODIFY"]', 0],
    ['a wrong path in the input template', 'NewImage.to.S', 'NewImage.tto.S', 1],
  ])('stops where %s in the template would stop it', async (_what, from, to, unmatched) => {
    const { engine, analyzed, of } = loop(fixtureWith(from, to));
    await engine.publish(alarm);
    expect(await engine.runUntil(() => analyzed.length > 0, minutes(5))).toBe('limit');
    expect(analyzed).toEqual([]);
    expect(of('unmatched')).toHaveLength(unmatched);
  });

  it('refuses a pattern that EventBridge would refuse, naming function and rule', () => {
    expect(() => loop(fixtureWith('to: [detected]', 'to: detected'))).toThrow(
      /AnalyzerFunction, rule Step: .*detail\.to/,
    );
  });

  it('refuses a handler of no function', () => {
    expect(() => world({ analyser: async () => {} })).toThrow(/no function analyser/);
  });

  it('gives each function a copy of the event', async () => {
    const seen: unknown[] = [];
    const spoil: Handler = async (event) => {
      seen.push(structuredClone(event));
      Object.assign(Object(event), { source: 'spoiled' });
    };
    const { engine } = world({ 'alarm-handler': spoil }, { delivery: { duplicate: 1, reorder: 0, maxDelayMs: 0 } });
    await engine.publish(alarm);
    await engine.runUntil(() => seen.length === 2, minutes(1));
    expect(seen).toEqual([alarm, alarm]);
  });

  it('returns what a synchronous invocation answers, and throws what it throws without a retry', async () => {
    const { engine } = world({ analyzer: async (event) => ({ got: event }), 'alarm-handler': fails });
    expect(await engine.invoke('analyzer', { a: 1 })).toEqual({ got: { a: 1 } });
    await expect(engine.invoke('alarm-handler', {})).rejects.toThrow('broken');
    await expect(engine.invoke('nobody', {})).rejects.toThrow('no handler for function nobody');
    await engine.runUntil(never, minutes(10));
    expect(engine.deadLetters).toEqual([]);
  });

  it('buries a record that the Pipe cannot render and goes on with the next', async () => {
    const template = fixtureWith('"<$.dynamodb.NewImage.seq.N>"', '<$.dynamodb.NewImage.seq.N>');
    const analyzed: unknown[] = [];
    const { engine, put } = world({ analyzer: async (event) => void analyzed.push(event) }, { template });
    const { seq: _seq, ...broken } = transition('inc-1', 1, 'detected');
    await put({ ...broken, pk: 'INCIDENT#inc-1', sk: 'T#0000001' });
    await put(transition('inc-2', 1, 'detected'));
    await engine.runUntil(() => analyzed.length > 0, minutes(1));
    expect(analyzed).toMatchObject([{ detail: { incidentId: 'inc-2' } }]);
    expect(engine.deadLetters).toMatchObject([
      { queue: 'FailedRecords', function: 'pipe', error: expect.stringContaining('NewImage.seq.N') },
    ]);
  });
});

describe('a failing function', () => {
  it('is repeated after one and after two more minutes, then its event is a dead letter', async () => {
    const { engine, of } = world({ 'alarm-handler': fails });
    await engine.publish(alarm);
    await engine.runUntil(() => engine.deadLetters.length > 0, minutes(10));
    const started = of('started').filter((event) => event.function === 'alarm-handler');
    expect(started.map(({ at }) => seconds(at))).toEqual([0, 60, 180]);
    expect(engine.deadLetters).toEqual([
      {
        queue: 'FailedSteps',
        function: 'alarm-handler',
        event: alarm,
        error: 'TypeError: broken',
        attempts: 3,
        at: new Date('2026-11-20T10:03:00Z'),
      },
    ]);
  });

  it('is repeated as often as the template says for this function', async () => {
    const { engine, of, put } = world({ analyzer: fails });
    await put(transition('inc-1', 1, 'detected'));
    await engine.runUntil(never, minutes(10));
    expect(of('failed').map(({ attempt, retryInMs }) => [attempt, retryInMs])).toEqual([
      [1, 60_000],
      [2, undefined],
    ]);
  });

  it('is no dead letter when a later attempt succeeds', async () => {
    let calls = 0;
    const { engine } = world({ 'alarm-handler': async () => (++calls === 1 ? fails(null) : calls) });
    await engine.publish(alarm);
    await engine.runUntil(never, minutes(10));
    expect([calls, engine.deadLetters]).toEqual([2, []]);
  });

  it('is not repeated when its event would be older than the template allows', async () => {
    const { engine, of } = world(
      { 'alarm-handler': fails },
      { template: fixtureWith('MaximumEventAgeInSeconds: 3600', 'MaximumEventAgeInSeconds: 100') },
    );
    await engine.publish(alarm);
    await engine.runUntil(() => engine.deadLetters.length > 0, minutes(10));
    expect(of('failed').map(({ at }) => seconds(at))).toEqual([0, 60]);
  });

  it('that does not exist is a dead letter at once, in the queue of the rule or schedule', async () => {
    const { engine } = world({}, { bare: true });
    await engine.publish(alarm);
    await engine.runUntil(() => engine.deadLetters.length === 2, minutes(10));
    expect(engine.deadLetters).toMatchObject([
      { function: 'alarm-handler', queue: 'FailedSteps', error: 'no handler for function alarm-handler', event: alarm },
      { function: 'timekeeper', queue: 'FailedRecords' },
    ]);
  });
});

describe('an unkind delivery', () => {
  const delivery = { duplicate: 0.3, reorder: 0.5, maxDelayMs: 5000 };
  const trace = async (seed: number) => {
    const order: string[] = [];
    const handler: Handler = async (event) => void order.push(JSON.stringify(event));
    const { engine, events, put } = world({ analyzer: handler, timekeeper: handler }, { seed, delivery });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) await put(transition(`inc-${id}`, 1, 'detected'));
    await engine.runUntil(never, minutes(2));
    const ids = order.flatMap((line) => /"inc-(.)"/.exec(line)?.[1] ?? []);
    return { ids, events: JSON.stringify(events) };
  };

  it('is exactly the same for the same seed', async () => {
    expect(await trace(7)).toEqual(await trace(7));
  });

  it('is another one for another seed', async () => {
    expect((await trace(7)).ids).not.toEqual((await trace(8)).ids);
  });

  it('loses nothing, delivers some twice and some out of order', async () => {
    const { ids } = await trace(7);
    expect([...new Set(ids)].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    expect(ids.length).toBeGreaterThan(8);
    expect(ids).not.toEqual(ids.toSorted());
  });

  it('is neither without the setting', async () => {
    const ids: unknown[] = [];
    const { engine, put } = world({ analyzer: async (event) => void ids.push(Object(event).detail.incidentId) });
    for (const id of ['c', 'a', 'b']) await put(transition(id, 1, 'detected'));
    await engine.runUntil(never, minutes(1));
    expect(ids).toEqual(['c', 'a', 'b']);
  });
});
