import { describe, expect, it } from 'vitest';
import { localize } from '../../../../core/evidence/topology/localize.ts';
import type { Change, Measured, Topology } from '../../../../core/evidence/gathered.ts';
import type { Fault } from '../../../../core/evidence/topology/model.ts';

const front = 'storefront';
const cart = 'cart_AWS::ECS::Fargate';
const quay = 'quayside_AWS::ECS::Container';
const tariff = 'tariff_AWS::Lambda::Function';
const berths = 'berths_AWS::DynamoDB::Table';
const mail = 'mail.example.com_remote';

type Node = { latency: number; requests: number; views?: readonly string[]; calls: readonly string[] };
/** Who calls whom, with the mean latency in seconds and the requests of five minutes. */
const harbor: Readonly<Record<string, Node>> = {
  [front]: { latency: 0.12, requests: 500, calls: [cart, quay] },
  [cart]: {
    latency: 0.02,
    requests: 300,
    views: ['cart_client', 'internal-cart-81.eu-west-1.elb.amazonaws.com_remote'],
    calls: [berths],
  },
  [quay]: { latency: 0.1, requests: 200, calls: [tariff, mail] },
  [tariff]: { latency: 0.05, requests: 200, views: ['tariff_AWS::Lambda'], calls: [berths] },
  [berths]: { latency: 0.008, requests: 500, calls: [] },
  [mail]: { latency: 0.03, requests: 40, calls: [] },
};
const nodes = Object.keys(harbor);
const topology: Topology = {
  services: nodes.flatMap((node) => [node, ...(harbor[node]?.views ?? [])]),
  edges: nodes.flatMap((from) =>
    (harbor[from]?.calls ?? []).flatMap((to) => [to, ...(harbor[to]?.views ?? [])].map((view) => ({ from, to: view }))),
  ),
};

const minute = 60_000;
const alarmAt = new Date('2026-11-20T10:00:00Z');
/** Eight hours of periods before the incident, five of it. */
const times = Array.from({ length: 101 }, (_, index) => new Date(alarmAt.getTime() + (index - 98) * 5 * minute));
const course = (index: number): number => [0, 0.6, 1, 0.9, 0][index - 96] ?? 0;

/** The same wobble in every run: a linear congruential generator (Numerical Recipes). */
const wobbling = () => {
  let state = 7;
  return (share: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + share * (state / 2 ** 31 - 1);
  };
};

type Effect = { latency?: number; failing?: number; requests?: number };
/** What an effect at one node does to its callers: they wait for it, and fail with it, by the calls they make. */
const spread = (at: string, effect: Effect): Map<string, Effect> => {
  const found = new Map([[at, effect]]);
  for (const [callee, { latency = 0, failing = 0 }] of found) {
    for (const from of nodes.filter((node) => harbor[node]?.calls.includes(callee))) {
      const callers = nodes.filter((node) => harbor[node]?.calls.includes(callee));
      const calls = (harbor[callee]?.requests ?? 0) / callers.length / (harbor[from]?.requests ?? 1);
      const before = found.get(from) ?? {};
      found.set(from, {
        latency: (before.latency ?? 0) + latency * calls,
        failing: (before.failing ?? 0) + failing * calls,
      });
    }
  }
  return found;
};

const measure = (effects: ReadonlyMap<string, Effect>, hidden: readonly string[] = []): Measured[] => {
  const wobble = wobbling();
  return nodes.flatMap((node) => {
    const { latency: usual = 0, requests: calls = 0, views = [] } = harbor[node] ?? {};
    const { latency = 0, failing = 0, requests = 1 } = effects.get(node) ?? {};
    return [node, ...views].flatMap((view, place): Measured[] => {
      const series = (name: string, stat: string, unit: string, at: (index: number) => number): Measured => ({
        namespace: 'Harbor',
        name,
        dimensions: { Service: view },
        stat,
        unit,
        periodSeconds: 300,
        points: times.map((time, index) => ({ at: time, value: at(index) })),
      });
      if (hidden.includes(view)) return [];
      const seen = place === 0 ? calls : calls / 6;
      return [
        series('requests', 'Sum', 'Count', (index) =>
          Math.round(seen * wobble(0.1) * (1 + (requests - 1) * course(index))),
        ),
        series('latency', 'Average', 'Seconds', (index) => usual * wobble(0.08) + latency * course(index)),
        series('availability', 'Average', 'Percent', (index) => 100 * (1 - failing * course(index))),
      ];
    });
  });
};

const alarm = (metric: string) => ({ at: alarmAt, service: front, metric });
const slow: Effect = { latency: 0.1 };
const failing: Effect = { failing: 0.15 };
const burst: Effect = { latency: 0.03, requests: 4 };
const first = (at: string, effect: Effect, metric = 'latency', changes: readonly Change[] = []) =>
  localize({ topology, measured: measure(spread(at, effect)), changes, alarm: alarm(metric) })[0];

const putParameter = (name: string, minutesBefore = 12): Change => ({
  id: 'c-1',
  at: new Date(alarmAt.getTime() - minutesBefore * minute),
  name: 'PutParameter',
  source: 'ssm.amazonaws.com',
  by: 'nadia',
  resources: [{ type: 'AWS::SSM::Parameter', name }],
});

describe('localize', () => {
  it.each<[string, Effect, string, Fault]>([
    [front, slow, 'latency', 'latency'],
    [cart, slow, 'latency', 'latency'],
    [quay, slow, 'latency', 'latency'],
    [tariff, slow, 'latency', 'latency'],
    [mail, { latency: 0.8 }, 'latency', 'latency'],
    [front, failing, 'availability', 'errors'],
    [cart, failing, 'availability', 'errors'],
    [quay, failing, 'availability', 'errors'],
    [tariff, failing, 'availability', 'errors'],
    [berths, failing, 'availability', 'errors'],
    [berths, burst, 'latency', 'load'],
    [cart, burst, 'latency', 'load'],
  ])('finds %s with %o behind the alarm of the storefront', (service, effect, metric, fault) => {
    expect(first(service, effect, metric)).toMatchObject({ service, fault });
  });

  it('takes a slow store for a busy one, also where the requests of others are not seen', () => {
    expect(first(berths, { latency: 0.03 })).toMatchObject({ service: berths, fault: 'load' });
  });

  it('takes a service that its callers fail with for the reason, though it became slower by failing', () => {
    expect(first(tariff, { failing: 0.3, latency: 0.05 }, 'availability')).toMatchObject({
      service: tariff,
      fault: 'errors',
    });
  });

  it('shows the figures, the onset, and whose symptoms a service explains', () => {
    const suspect = first(tariff, slow);
    expect(suspect?.onset).toEqual(times[97]);
    expect(suspect?.explains).toEqual([tariff, quay, front]);
    expect(suspect?.because).toMatch(/^latency 0\.1\d+ seconds, before 0\.05\d* seconds; explains 2 callers$/);
    expect(suspect?.evidence).toMatchObject([{ metric: 'latency', at: times[98] }]);
  });

  it('needs neither a service nor a metric in the alarm', () => {
    const measured = measure(spread(tariff, slow));
    expect(localize({ topology, measured, changes: [], alarm: { at: alarmAt } })[0]?.service).toBe(tariff);
  });

  it('looks through a service of which nothing is measured but what its load balancer saw', () => {
    const measured = measure(spread(cart, failing), [cart, 'cart_client']);
    const effects = spread(cart, failing);
    for (const view of harbor[cart]?.views ?? []) effects.set(view, failing);
    const withView = [
      ...measured.filter(
        ({ dimensions }) => dimensions['Service'] !== 'internal-cart-81.eu-west-1.elb.amazonaws.com_remote',
      ),
      ...measured
        .filter(({ dimensions }) => dimensions['Service'] === 'internal-cart-81.eu-west-1.elb.amazonaws.com_remote')
        .map((series) =>
          series.name === 'availability'
            ? { ...series, points: series.points.map(({ at }, index) => ({ at, value: 100 - 40 * course(index) })) }
            : series,
        ),
    ];
    expect(localize({ topology, measured: withView, changes: [], alarm: alarm('availability') })[0]?.service).toBe(
      cart,
    );
  });

  it('does not take for the reason what was different before the trouble and stayed so', () => {
    const effects = spread(quay, failing);
    const measured = measure(effects).map((series) =>
      series.dimensions['Service'] === tariff && series.name === 'latency'
        ? {
            ...series,
            points: series.points.map(({ at, value }, index) => ({ at, value: index < 96 ? value : value + 0.02 })),
          }
        : series,
    );
    expect(localize({ topology, measured, changes: [], alarm: alarm('availability') })[0]?.service).toBe(quay);
  });

  it('blames the caller of what was never called before and fails', () => {
    const invalid = 'nowhere_AWS::DynamoDB::Table';
    const graph = {
      services: [...topology.services, invalid],
      edges: [...topology.edges, { from: tariff, to: invalid }],
    };
    const fresh = times.slice(97, 100).map((at) => ({ at, value: 0 }));
    const unknown: Measured = {
      namespace: 'Harbor',
      name: 'availability',
      dimensions: { Service: invalid },
      stat: 'Average',
      unit: 'Percent',
      periodSeconds: 300,
      points: fresh,
    };
    const measured = [...measure(spread(tariff, failing)), unknown];
    expect(localize({ topology: graph, measured, changes: [], alarm: alarm('availability') })[0]?.service).toBe(tariff);
  });

  it('names nobody where all is as usual, whatever was changed', () => {
    const changes = [putParameter('/harbor/tariff-delay')];
    expect(localize({ topology, measured: measure(new Map()), changes, alarm: alarm('latency') })).toEqual([]);
    expect(localize({ topology, measured: [], changes, alarm: alarm('latency') })).toEqual([]);
  });

  it('names the change that is about the service, and is surer with it', () => {
    const change = putParameter('/harbor/tariff-delay');
    const suspect = first(tariff, slow, 'latency', [change]);
    expect(suspect).toMatchObject({ service: tariff, fault: 'latency', change });
    expect(suspect?.because).toContain('; PutParameter /harbor/tariff-delay at 2026-11-20T09:48:00.000Z');
    expect(suspect?.score).toBeGreaterThan(first(tariff, slow)?.score ?? 1);
  });

  it.each([
    ['of another service', putParameter('/harbor/cart-delay')],
    ['long ago', putParameter('/harbor/tariff-delay', 300)],
    ['after the alarm', putParameter('/harbor/tariff-delay', -5)],
    ['of nothing in the graph', putParameter('/banner/color')],
  ])('is not led astray by a change %s', (_, change) => {
    const suspect = first(tariff, slow, 'latency', [change]);
    expect(suspect?.service).toBe(tariff);
    expect(suspect).not.toHaveProperty('change');
  });

  it('comes to an end in a graph with a cycle', () => {
    const graph = {
      ...topology,
      edges: [...topology.edges, { from: tariff, to: front }, { from: tariff, to: tariff }],
    };
    const measured = measure(spread(tariff, slow));
    const suspects = localize({ topology: graph, measured, changes: [], alarm: alarm('latency') });
    expect(suspects.map(({ service }) => service)).toContain(tariff);
    expect(suspects.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-9);
  });
});
