import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { readTransformed, type Template, transformedText } from './template.ts';

/** A promise of the template, and every place where a template breaks it, in words; none when it holds. */
export type Proof = { promise: string; broken: (template: Template) => readonly string[] | Promise<readonly string[]> };

/** What a proof says where something does not hold. */
export const unless = (holds: boolean, broken: string): string[] => (holds ? [] : [broken]);

/** A fault as somebody might add it: a JSON Patch (RFC 6902) of transformed.json, and a part of what the proof says of it. */
export type Fault = { fault: string; patch: readonly Operation[]; said: string };

/**
 * A template with a fault; our own, where no other one is given as JSON. Throws when the patch does not fit, so that no fault
 * is planted in vain.
 */
export const planted = (patch: readonly Operation[], text = transformedText): Template => {
  const document: unknown = JSON.parse(text);
  const failed = applyPatch(document, structuredClone([...patch])).find((error) => error !== null);
  if (failed !== undefined) throw failed;
  return readTransformed(document);
};

/**
 * Declares the tests of a promise: the template keeps it, and each fault is found. A proof without a fault would be a test
 * that nobody has seen fail, so there is at least one.
 */
export const proves = (proof: Proof, ...faults: readonly [Fault, ...Fault[]]): void =>
  provesOf(transformedText, proof, ...faults);

/** `proves` for another template, as JSON. */
export const provesOf = (text: string, { promise, broken }: Proof, ...faults: readonly [Fault, ...Fault[]]): void => {
  describe(promise, () => {
    it('holds', async () => expect(await broken(planted([], text))).toEqual([]));
    it.each(faults)('is broken by $fault', async ({ patch, said }) =>
      expect(await broken(planted(patch, text))).toContainEqual(expect.stringContaining(said)),
    );
  });
};
