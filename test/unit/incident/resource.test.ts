import { describe, expect, it } from 'vitest';
import { resourceKey, scopeKey } from '../../../core/incident/resource.ts';

const node = { kind: 'Node', name: 'n1' };
const pod = { kind: 'Pod', namespace: 'checkout', name: 'p' };

describe('the text of a resource', () => {
  it('has its namespace where it has one', () => {
    expect(resourceKey(node)).toBe('Node/n1');
    expect(resourceKey(pod)).toBe('Pod/checkout/p');
  });

  it('begins with its account where that is a spoke', () => {
    expect(scopeKey(pod, undefined)).toBe('Pod/checkout/p');
    expect(scopeKey(pod, '210987654321')).toBe('210987654321/Pod/checkout/p');
  });
});
