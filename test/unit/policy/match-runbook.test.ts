import { describe, expect, it } from 'vitest';
import { matchRunbook, resolveResource } from '../../../core/policy/match-runbook.ts';
import { Runbook } from '../../../core/policy/runbook.ts';

const runbook = (id: string, metrics: string[], resource: Record<string, string> = {}) =>
  Runbook.parse({
    id,
    title: id,
    service: 'payments',
    severity: 'low',
    match: { namespace: 'ContainerInsights', metrics },
    resource: { kind: 'Deployment', namespace: '$dimension.Namespace', name: '$dimension.PodName', ...resource },
    evidence: {},
  });
const memory = runbook('memory', ['oom']);
const cpu = runbook('cpu', ['cpu', 'throttled']);
const dimensions = { Namespace: 'checkout', PodName: 'payments-api' };
const metric = (name: string | undefined, over: Record<string, unknown> = {}) => ({
  id: 'm1',
  namespace: 'ContainerInsights',
  dimensions,
  ...(name === undefined ? {} : { name }),
  ...over,
});

describe('matchRunbook', () => {
  it.each([
    ['its metric', [metric('throttled')], 'cpu'],
    ['the first metric that has one', [metric('unknown'), metric('oom'), metric('cpu')], 'memory'],
    ['no runbook in another namespace', [metric('oom', { namespace: 'Custom' })], undefined],
    ['no runbook without a metric, as a composite alarm', [], undefined],
    ['no runbook by an expression alone', [metric(undefined, { namespace: undefined, expression: 'm1*2' })], undefined],
  ])('finds by %s', (_what, metrics, id) => {
    expect(matchRunbook({ metrics }, [memory, cpu])?.id).toBe(id);
  });
});

describe('a runbook that asks for dimensions', () => {
  const mine = { ...memory, id: 'mine', match: { ...memory.match, dimensions: { PodName: 'payments-api' } } };

  it.each([
    ['before one that asks for none', dimensions, 'mine'],
    ['for no other value', { ...dimensions, PodName: 'ledger' }, 'memory'],
    ['for no metric without the dimension', { Namespace: 'checkout' }, 'memory'],
  ])('is taken %s', (_what, found, id) => {
    const metrics = [metric('oom', { dimensions: found })];
    expect(matchRunbook({ metrics }, [memory, mine])?.id).toBe(id);
  });

  it('resolves by the metric with these dimensions only', () => {
    const other = metric('oom', { id: 'm2', dimensions: { ...dimensions, PodName: 'ledger' } });
    expect(resolveResource({ metrics: [other, metric('oom')] }, mine)).toMatchObject({
      kind: 'resolved',
      resource: { name: 'payments-api' },
    });
  });
});

describe('resolveResource', () => {
  it('fills the template from the dimensions of the metrics that matched', () => {
    const other = metric('latency', { dimensions: { PodName: 'another' } });
    expect(resolveResource({ metrics: [other, metric('oom')] }, memory)).toEqual({
      kind: 'resolved',
      resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
    });
  });

  it('says which dimension is missing', () => {
    const metrics = [metric('oom', { dimensions: { Namespace: 'checkout' } })];
    expect(resolveResource({ metrics }, memory)).toEqual({
      kind: 'unresolved',
      reason: 'runbook memory, resource.name: $dimension.PodName has no value here',
    });
  });

  it.each(['', '../secrets', 'a/../b', 'a b', '-x', "a'; drop"])('refuses %j as a name', (name) => {
    const metrics = [metric('oom', { dimensions: { Namespace: 'checkout', PodName: name } })];
    expect(resolveResource({ metrics }, memory)).toMatchObject({ kind: 'unresolved' });
  });

  it('refuses a namespace longer than any', () => {
    const metrics = [metric('oom', { dimensions: { Namespace: 'n'.repeat(300), PodName: 'a' } })];
    expect(resolveResource({ metrics }, memory)).toMatchObject({
      kind: 'unresolved',
      reason: expect.stringContaining('too long'),
    });
  });

  it('leaves out a namespace that the runbook does not name', () => {
    const { namespace: _namespace, ...resource } = memory.resource;
    expect(resolveResource({ metrics: [metric('oom')] }, { ...memory, resource })).toEqual({
      kind: 'resolved',
      resource: { kind: 'Deployment', name: 'payments-api' },
    });
  });
});

describe('a composite alarm', () => {
  const burn = Runbook.parse({
    id: 'burn',
    title: 't',
    service: 's',
    severity: 'high',
    match: { namespace: 'CompositeAlarm', metrics: ['*-PresetSloBurn-*', 'checkout-*-slo'] },
    resource: { kind: 'Deployment', namespace: 'checkout', name: 'gift-cards' },
    evidence: {},
  });
  const find = (name: string, kind: 'composite' | 'metric' = 'composite') =>
    matchRunbook({ kind, name, metrics: [] }, [burn])?.id;

  it.each([
    ['stack-PresetSloBurn-1A2B', 'burn'],
    ['checkout-basket-slo', 'burn'],
    ['checkout-slo', undefined],
    ['my-checkout-basket-slo', undefined],
    ['stack-PresetSloBurn', undefined],
  ])('of the name %s matches %s', (name, id) => {
    expect(find(name)).toBe(id);
  });

  it('is matched by its name, and no other alarm is', () => {
    expect(find('checkout-basket-slo', 'metric')).toBeUndefined();
    expect(resolveResource({ metrics: [] }, burn)).toMatchObject({
      kind: 'resolved',
      resource: { name: 'gift-cards' },
    });
  });
});
