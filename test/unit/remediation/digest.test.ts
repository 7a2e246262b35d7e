import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceSetDigest, proposalDigest, sha256 } from '../../../core/remediation/digest.ts';
import { Proposal } from '../../../core/remediation/proposal.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

/** Every path to a leaf of a JSON value. */
const leaves = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
    : [path];

const changed = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined) return typeof value === 'number' ? value + 1 : `${String(value)}x`;
  const part = structuredClone(value) as Record<string, unknown>;
  part[key] = changed(part[key], rest);
  return part;
};

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
  it('change with every single value of a proposal', () => {
    const digest = proposalDigest(proposal());
    for (const path of leaves(proposal())) {
      expect(sha256(changed(proposal(), path)), path.join('.')).not.toBe(digest);
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

  it('are the same for equal JSON and hexadecimal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sha256(shuffled(value))).toBe(sha256(value));
        expect(sha256(value)).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });
});
