import { describe, expect, it } from 'vitest';
import { forbiddenInForce, modeForbids, modeInForce } from '../../../core/policy/mode.ts';
import { type Mode, modes } from '../../../core/remediation/mode.ts';

describe('the mode in force', () => {
  it.each<[ceiling: Mode, switched: Mode, inForce: Mode]>([
    ['observe', 'observe', 'observe'],
    ['observe', 'propose', 'observe'],
    ['observe', 'execute', 'observe'],
    ['propose', 'observe', 'observe'],
    ['propose', 'propose', 'propose'],
    ['propose', 'execute', 'propose'],
    ['execute', 'observe', 'observe'],
    ['execute', 'propose', 'propose'],
    ['execute', 'execute', 'execute'],
  ])('is, with policy.yaml at %s and the parameter at %s: %s', (ceiling, switched, inForce) =>
    expect(modeInForce(ceiling, switched)).toBe(inForce),
  );

  it.each<[Mode, ('read' | 'propose' | 'approve' | 'execute')[]]>([
    ['observe', ['propose', 'approve', 'execute']],
    ['propose', ['execute']],
    ['execute', []],
  ])('forbids in %s: %j', (mode, forbidden) => {
    const actions = ['read', 'propose', 'approve', 'execute'] as const;
    expect(actions.filter((action) => modeForbids(mode, action) !== undefined)).toEqual(forbidden);
  });

  it('says which of the two made it so', () => {
    expect(forbiddenInForce('execute', 'propose', 'execute')).toBe(
      'mode is propose, not execute (parameter: propose, policy.yaml: execute)',
    );
    expect(forbiddenInForce('observe', 'execute', 'propose')).toBe(
      'mode is observe: nothing is proposed (parameter: execute, policy.yaml: observe)',
    );
    expect(modes.every((mode) => forbiddenInForce(mode, mode, 'read') === undefined)).toBe(true);
  });
});
