import * as z from 'zod';
import list from '../../docs/causes.json' with { type: 'json' };

/** The coarse parents: the thing ran out, somebody set it wrong, the platform beneath it failed, or somebody is in it. */
export const parents = ['resource_exhaustion', 'configuration_error', 'infrastructure', 'security'] as const;
export type Parent = (typeof parents)[number];

const Id = z.string().regex(/^[a-z][a-z0-9_]*$/);
/** One line per category in docs/causes.json: parent, meaning, then synonyms that mean the same. */
const Row = z.tuple([z.enum(parents), z.string().min(1)], Id);

export type Category = { parent: Parent; meaning: string; synonyms: readonly string[] };

/** Every cause that can be named, by its identifier. Nothing outside this list is ever a category. */
export const categories: Readonly<Record<string, Category>> = Object.fromEntries(
  Object.entries(z.record(Id, Row).parse(list)).map(([id, [parent, meaning, ...synonyms]]) => [
    id,
    { parent, meaning, synonyms },
  ]),
);

const identifiers = new Map(
  Object.entries(categories).flatMap(([id, { synonyms }]) => [id, ...synonyms].map((name) => [name, id] as const)),
);

/** The identifier for a category name or a synonym of one, or undefined when there is no such category. */
export const categoryId = (name: string): string | undefined => identifiers.get(name);
