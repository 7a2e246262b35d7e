import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceSetDigest, proposalDigest, sha256 } from '../../../core/remediation/digest.ts';
import { undoKinds } from '../../../core/remediation/action.ts';
import { Proposal } from '../../../core/remediation/proposal.ts';
import { providers } from '../../../core/remediation/provider.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

/** Every path to a leaf of a JSON value. */
const leaves = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
    : [path];

/** A copy with the value at the path replaced by what `edit` makes of the part that holds it. */
const edited = (
  value: unknown,
  [key = '', ...rest]: readonly string[],
  edit: (part: Record<string, unknown>, key: string) => void,
): unknown => {
  const part = structuredClone(value) as Record<string, unknown>;
  if (rest.length === 0) edit(part, key);
  else Object.defineProperty(part, key, { value: edited(part[key], rest, edit) });
  return part;
};
const other = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : `${String(value)}x`);
const changed = (value: unknown, path: readonly string[]): unknown =>
  edited(value, path, (part, key) => Object.defineProperty(part, key, { value: other(part[key]) }));
const without = (value: unknown, path: readonly string[]): unknown =>
  edited(value, path, (part, key) => delete part[key]);

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, shuffled(part)]),
  );
};

describe('digests', () => {
  it('are of JSON values only', () => expect(() => sha256(undefined)).toThrow('only JSON values have a digest'));

  it('change with every single value of a proposal', () => {
    const whole = proposal({ title: 'only this' });
    const digest = proposalDigest(whole);
    for (const path of leaves(whole)) {
      expect(sha256(changed(whole, path)), path.join('.')).not.toBe(digest);
    }
  });

  it('do not change with the order of keys', () => {
    expect(proposalDigest(Proposal.parse(shuffled(proposal())))).toBe(proposalDigest(proposal()));
  });

  it('bind the choices in their order', () => {
    const other = proposal({ policyVersion: 'policy-2' });
    expect(choiceSetDigest(choiceSet(proposal(), other))).not.toBe(choiceSetDigest(choiceSet(other, proposal())));
    expect(choiceSetDigest(choiceSet(proposal(), other))).not.toBe(choiceSetDigest(choiceSet()));
  });

  /** Proposals of every form that the schema allows: no field is left out, and none holds only what the samples hold. */
  const text = fc.string({ maxLength: 12 });
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const action = fc.record({
    id: text,
    provider: fc.constantFrom(...providers),
    target: fc.record({ kind: text, namespace: text, name: text }),
    parameters: fc.dictionary(text, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    touched: fc.array(fc.record({ path: text, before: value, after: value }), { minLength: 1, maxLength: 3 }),
    undo: fc.constantFrom(...undoKinds),
  });
  const any = fc
    .record({ title: text, policyVersion: text, actions: fc.array(action, { minLength: 1, maxLength: 3 }) })
    .map((change) => proposal(change));
  const anySet = fc
    .record({ choices: fc.uniqueArray(any, { minLength: 2, maxLength: 3, selector: proposalDigest }), doNothing: text })
    .map(({ choices, doNothing }) => ({ ...choiceSet(...choices), doNothing }));

  it('change with any value of any proposal, of any action, and with any that is left out or moved', () => {
    fc.assert(
      fc.property(any, fc.nat(), (one, n) => {
        const digest = proposalDigest(one);
        const paths = leaves(one);
        const path = paths[n % paths.length] ?? [];
        expect(sha256(changed(one, path))).not.toBe(digest);
        expect(sha256(without(one, path))).not.toBe(digest);
        const { actions } = one;
        if (sha256(actions.toReversed()) !== sha256(actions)) {
          expect(proposalDigest({ ...one, actions: actions.toReversed() })).not.toBe(digest);
        }
        expect(sha256(shuffled(one))).toBe(digest);
      }),
    );
  });

  it('of a set change with any value of any choice, their order, their number, the incident and doing nothing', () => {
    fc.assert(
      fc.property(anySet, fc.nat(), fc.nat(), (set, which, n) => {
        const digest = choiceSetDigest(set);
        const index = which % set.choices.length;
        const paths = leaves(set.choices[index]);
        const exchanged = changed(set.choices, [String(index), ...(paths[n % paths.length] ?? [])]);
        const sets = [
          { ...set, choices: exchanged as typeof set.choices },
          { ...set, choices: set.choices.toReversed() },
          { ...set, choices: set.choices.slice(1) },
          { ...set, incidentId: `${set.incidentId}x` },
          { ...set, doNothing: `${set.doNothing}x` },
        ];
        for (const other of sets) expect(choiceSetDigest(other)).not.toBe(digest);
        expect(choiceSetDigest(shuffled(set) as typeof set)).toBe(digest);
      }),
    );
  });

  it('are the same for equal JSON and hexadecimal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sha256(shuffled(value))).toBe(sha256(value));
        expect(sha256(value)).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });
});
