import { describe, expect, it } from 'vitest';
import { alarmValues, incidentValues } from '../../../core/incident/placeholder-values.ts';

describe('placeholder values', () => {
  const metric = (dimensions: Record<string, string>) => ({ id: 'm', dimensions });

  it('come from the dimensions of all metrics, the cluster among them', () => {
    const metrics = [metric({ ClusterName: 'harbor', PodName: 'payments-api' }), metric({ ClusterName: 'harbor' })];
    expect(
      incidentValues({ alarm: { metrics }, resource: { kind: 'Deployment', namespace: 'checkout', name: 'x' } }),
    ).toEqual({
      'dimension.ClusterName': 'harbor',
      cluster: 'harbor',
      'dimension.PodName': 'payments-api',
      kind: 'Deployment',
      name: 'x',
      namespace: 'checkout',
    });
  });

  it('leave out the namespace of what has none', () =>
    expect(incidentValues({ alarm: { metrics: [] }, resource: { kind: 'Node', name: 'n1' } })).toStrictEqual({
      kind: 'Node',
      name: 'n1',
    }));

  it('leave out what two metrics say differently', () => {
    expect(alarmValues({ metrics: [metric({ PodName: 'a' }), metric({ PodName: 'b' })] })).toEqual({});
  });
});
