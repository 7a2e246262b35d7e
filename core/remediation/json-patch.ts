/** One operation of a JSON Patch, RFC 6902: the part of it that is used. */
export type JsonPatchOperation =
  | { op: 'test' | 'replace' | 'add'; path: string; value: unknown }
  | { op: 'remove'; path: string };
