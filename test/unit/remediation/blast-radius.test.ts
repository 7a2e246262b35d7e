import { describe, expect, it } from 'vitest';
import type { TouchedField } from '../../../core/remediation/action.ts';
import { blastRadius } from '../../../core/remediation/blast-radius.ts';
import { proposal } from '../../support/proposal.ts';

const target = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
const change = (id: string, ...touched: TouchedField[]) => ({ id, target, touched });
const replicas = (before: number | null, after: number) =>
  change('scale-deployment', { path: 'replicas', before, after });

describe('blast radius', () => {
  it('counts resources once and takes the largest change of a size', () => {
    expect(blastRadius(proposal().actions)).toEqual({ resources: 2, changePercent: 100 });
    expect(blastRadius([replicas(4, 5), replicas(4, 1)])).toEqual({ resources: 1, changePercent: 75 });
  });

  it('has no percentage where nothing that is touched has a size', () => {
    const switched = change('cordon-node', { path: 'unschedulable', before: false, after: true });
    expect(blastRadius([switched])).toEqual({ resources: 1, changePercent: null });
    const shown = change('set-task-resources', { path: 'taskDefinition', before: '10', after: '90' });
    expect(blastRadius([shown])).toEqual({ resources: 1, changePercent: null });
    expect(blastRadius([replicas(null, 3)])).toEqual({ resources: 1, changePercent: null });
  });
});
