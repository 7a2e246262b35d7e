import { scopeKey, type Resource } from '../../core/incident/resource.ts';
import { duration } from '../cli/duration.ts';

/** A status as people say it. */
export const spoken = (status: string): string => status.replaceAll('_', ' ');

/** How long ago, or how long still: `2:05`. */
export const between = (from: string, to: string): string => duration(Date.parse(to) - Date.parse(from));

export const nameOf = (resource: Resource, spoke?: string): string => scopeKey(resource, spoke);

/** A value as it stands in a field; what is not there is `not set`. */
export const valueOf = (value: string | number | boolean | null | undefined): string =>
  value === null || value === undefined ? 'not set' : String(value);

export const shortDigest = (digest: string): string => digest.slice(0, 12);
