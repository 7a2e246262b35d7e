/** One operation of a JSON Patch, RFC 6902: the part of it that is used. */
export type JsonPatchOperation =
  | { op: 'test' | 'replace' | 'add'; path: string; value: unknown }
  | { op: 'remove'; path: string };

/** A value in place of another, if that one is still there. */
export const replaced = (path: string, before: unknown, after: unknown): JsonPatchOperation[] => [
  { op: 'test', path, value: before },
  { op: 'replace', path, value: after },
];
