import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffOf } from '../../../core/remediation/diff.ts';
import { proposal } from '../../support/proposal.ts';

const target = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };

describe('the diff of a change', () => {
  it('is one block for each action, in the order in which they run', () => {
    expect(diffOf(proposal().actions)).toBe(`~ Deployment "checkout/payments-api" {
    ~ containers.app.limits.memory = "512Mi" -> "1Gi"
  }
~ HorizontalPodAutoscaler "checkout/payments-api" {
    ~ minReplicas = 2 -> 3
  }`);
  });

  it('has fields by their path', () => {
    const touched = ['b', 'c', 'a', 'd'].map((path) => ({ path, before: 1, after: 2 }));
    const lines = diffOf([{ target, touched }]).split('\n').slice(1, -1);
    expect(lines).toEqual(['a', 'b', 'c', 'd'].map((path) => `    ~ ${path} = 1 -> 2`));
  });

  it('marks what was not set and what will not be, and quotes as HCL does', () => {
    const touched = [
      { path: 'b', before: 'a"${x}\n', after: null },
      { path: 'a', before: null, after: true },
      { path: 'odd } path', before: 1, after: 2 },
    ];
    expect(diffOf([{ target: { kind: 'Node', name: 'n1' }, touched }])).toBe(`~ Node "n1" {
    + a = true
    - b = "a\\"$\${x}\\n" -> null
    ~ "odd } path" = 1 -> 2
  }`);
  });

  it('does not depend on the order in which fields were planned, and says each on a line of its own', () => {
    const field = fc.record({ path: fc.string(), before: fc.string(), after: fc.oneof(fc.string(), fc.integer()) });
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: ({ path }) => path }), (touched) => {
        const text = diffOf([{ target, touched }]);
        expect(diffOf([{ target, touched: touched.toReversed() }])).toBe(text);
        expect(text.split('\n')).toHaveLength(touched.length + 2);
      }),
    );
  });
});
