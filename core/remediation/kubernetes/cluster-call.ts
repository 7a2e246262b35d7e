import type { Resource } from '../../incident/resource.ts';

/** A changing call as the cluster's RBAC judges it. */
export type ClusterCall = { verb: 'patch' | 'create' | 'delete'; target: Resource };
