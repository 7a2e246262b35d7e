import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { readTransformed, type Template, transformed, transformedText } from './template.ts';

/** A promise of the template, and every place where a template breaks it, in words; none when it holds. */
export type Proof = { promise: string; broken: (template: Template) => readonly string[] | Promise<readonly string[]> };

/** A fault as somebody might add it: a JSON Patch (RFC 6902) of transformed.json, and a part of what the proof says of it. */
export type Fault = { fault: string; patch: readonly Operation[]; said: string };

/** The template with a fault. Throws when the patch does not fit, so that no fault is planted in vain. */
export const planted = (patch: readonly Operation[]): Template => {
  const document: unknown = JSON.parse(transformedText);
  const failed = applyPatch(document, structuredClone([...patch])).find((error) => error !== null);
  if (failed !== undefined) throw failed;
  return readTransformed(document);
};

/**
 * Declares the tests of a promise: the template keeps it, and each fault is found. A proof without a fault would be a test
 * that nobody has seen fail, so there is at least one.
 */
export const proves = ({ promise, broken }: Proof, ...faults: readonly [Fault, ...Fault[]]): void => {
  describe(promise, () => {
    it('holds', async () => expect(await broken(transformed)).toEqual([]));
    it.each(faults)('is broken by $fault', async ({ patch, said }) =>
      expect(await broken(planted(patch))).toContainEqual(expect.stringContaining(said)),
    );
  });
};
