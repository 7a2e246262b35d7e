import * as z from 'zod';

/** Texts by key, each with the placeholders that its words hold, as `{name}`; every one exactly as often as it is named. */
export type TextShapes = Readonly<Record<string, readonly string[]>>;

const placeholdersOf = (text: string): string[] => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name ?? '');

const sorted = (names: readonly string[]): string => names.toSorted().join(', ') || 'none';

const textOf = (placeholders: readonly string[]) =>
  z
    .string()
    .min(1)
    .max(600)
    .superRefine((text, context) => {
      const found = sorted(placeholdersOf(text));
      const expected = sorted(placeholders);
      if (found !== expected) context.addIssue(`a text with these placeholders: ${expected}`);
    });

/** The schema of one section of a language: every key, no other, each with its placeholders. */
export const textsOf = <S extends TextShapes>(shapes: S) =>
  z.strictObject(
    // The keys are those of `shapes`, which `fromEntries` forgets.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    Object.fromEntries(Object.entries(shapes).map(([key, names]) => [key, textOf(names)])) as {
      [K in keyof S]: z.ZodString;
    },
  );
