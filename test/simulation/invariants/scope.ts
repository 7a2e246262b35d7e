import type { Resource } from '../../../core/incident/resource.ts';

/** The name of a resource in leases and circuits, as the design gives it. */
export const scopeOf = ({ kind, namespace, name }: Resource, spoke: string | undefined): string =>
  [...(spoke === undefined ? [] : [spoke]), kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
