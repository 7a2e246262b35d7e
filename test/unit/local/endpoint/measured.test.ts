import { describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { measuredOf } from '../../../../local/endpoint/measured.ts';
import { canPlay } from '../../../../local/endpoint/possible.ts';
import { scenarios } from '../../../../local/scenarios/catalogue.ts';
import { worldFor } from '../../../../local/scenarios/world.ts';

const { runbooks } = loadPolicyLayer('layers/policy');
const now = new Date('2026-03-02T02:10:00.000Z');
const possible = scenarios.filter(canPlay);

describe('what is measured at an endpoint', () => {
  it.each(possible.map((scenario) => [scenario.name, scenario] as const))(
    'of %s is every metric of its alarm and its runbook, each once, and the world publishes them',
    async (_name, scenario) => {
      const world = worldFor(scenario, () => now);
      const [subject] = world.subjects;
      if (subject === undefined) throw new Error('nobody is in trouble');
      const { alarm, metrics } = measuredOf(subject, runbooks, now);
      expect(alarm.state).toBe('ALARM');
      const asText = metrics.map(({ namespace, name, dimensions }) => JSON.stringify([namespace, name, dimensions]));
      expect(new Set(asText).size).toBe(asText.length);
      expect(JSON.stringify(metrics)).not.toContain('$');
      const period = { from: new Date(now.getTime() - 300_000), to: now };
      const series = await world.metrics.read(metrics, period);
      expect(series.map(({ points }) => points.length > 0)).toEqual(metrics.map(() => true));
    },
  );

  it('is not known without a runbook', () => {
    const [scenario] = possible;
    const [subject] = scenario === undefined ? [] : worldFor(scenario, () => now).subjects;
    if (subject === undefined) throw new Error('nobody is in trouble');
    expect(() => measuredOf(subject, [], now)).toThrow('no runbook is for it');
  });
});

describe('the scenarios of an endpoint', () => {
  it('are those of ECS and EC2, in which nothing happens anywhere else', () => {
    expect(possible.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ecs-cpu-overload', 'ecs-bad-deploy', 'eni-failover']),
    );
    for (const name of ['eks-oomkilled', 'alb-high-latency'])
      expect(possible.map((one) => one.name)).not.toContain(name);
  });
});
