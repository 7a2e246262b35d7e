import { describe, expect, it } from 'vitest';
import type { Measured } from '../../../../core/evidence/gathered.ts';
import { topologyFindings } from '../../../../core/evidence/topology/findings.ts';
import { diagnoseByRules } from '../../../../core/diagnosis/rules.ts';
import { pack } from '../../../../core/evidence/pack.ts';
import { alarm, incident, later } from '../../../support/incident.ts';

const minutes = (n: number) => later(60 * n);
/** Five-minute latency of a service: calm for six hours, then `now` for the last quarter of an hour. */
const latency = (service: string, usual: number, now: number): Measured => ({
  namespace: 'Calls',
  name: 'latency',
  dimensions: { Service: service },
  stat: 'Average',
  periodSeconds: 300,
  points: Array.from({ length: 75 }, (_, n) => ({
    at: minutes(5 * (n - 74)),
    value: (n < 72 ? usual : now) * (1 + (n % 3) / 50),
  })),
});
const trouble = {
  topology: {
    services: ['shop', 'basket', 'stock'],
    edges: [
      { from: 'shop', to: 'basket' },
      { from: 'basket', to: 'stock' },
    ],
  },
  metrics: [latency('shop', 0.4, 2.4), latency('basket', 0.3, 2.3), latency('stock', 0.1, 2.1)],
  changes: [
    {
      id: 'e-1',
      at: minutes(-12),
      name: 'PutParameter',
      source: 'ssm.amazonaws.com',
      by: 'erin',
      resources: [{ name: '/stock/delay' }],
    },
  ],
};
const watched = {
  ...alarm,
  metrics: [{ id: 'm1', namespace: 'Calls', name: 'latency', dimensions: { Service: 'shop' } }],
};
const about = incident({ alarm: watched, resource: { kind: 'Service', name: 'shop' } });

describe('findings of the call graph', () => {
  it('tell the callee that explains its callers, and what was changed on it', () => {
    const [first, second] = topologyFindings(trouble, about);
    expect(first).toMatchObject({ fact: 'service_slow', resource: { kind: 'Service', name: 'stock' } });
    expect(second).toMatchObject({
      fact: 'service_changed',
      summary: 'erin called PutParameter of ssm.amazonaws.com on /stock/delay',
      time: minutes(-12).toISOString(),
      pointer: 'changes.json e-1',
    });
  });

  it('lead to the cause, though the alarm is elsewhere', () => {
    const { pack: evidence } = pack({ findings: topologyFindings(trouble, about), gaps: [] });
    const [cause] = diagnoseByRules(evidence, about.resource).causes;
    expect(cause).toMatchObject({ category: 'injected_latency', resource: { name: 'stock' } });
    // As sure as where the alarm is: that it is elsewhere was reckoned with.
    expect(cause?.confidence).toBeGreaterThan(0.8);
  });

  it('are none without a call graph', () => {
    expect(topologyFindings({ metrics: trouble.metrics, changes: trouble.changes }, about)).toEqual([]);
  });
});
