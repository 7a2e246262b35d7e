import * as z from 'zod';

/** An RFC 6901 JSON Pointer from its parts. */
export const pointer = (parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The parts of an RFC 6901 JSON Pointer. */
export const parts = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const Fields = z.record(z.string(), z.unknown());

/** The value that a pointer names in nested objects; undefined when there is none. Lists are not looked into. */
export const valueAt = (document: unknown, path: string): unknown =>
  parts(path).reduce<unknown>((value, part) => {
    const fields = Fields.safeParse(value);
    return fields.success && Object.hasOwn(fields.data, part) ? fields.data[part] : undefined;
  }, document);
