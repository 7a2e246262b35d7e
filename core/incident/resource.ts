import * as z from 'zod';

/** One thing in the account or the cluster, named the same way in evidence, causes, proposals and the journal. */
export const Resource = z.strictObject({
  kind: z.string().min(1).max(64),
  namespace: z.string().min(1).max(253).optional(),
  name: z.string().min(1).max(512),
});
export type Resource = z.infer<typeof Resource>;

/** `kind/namespace/name`, the stable text of a resource within its account. */
export const resourceKey = ({ kind, namespace, name }: Resource): string =>
  namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;

/**
 * The text of a resource by which the table knows it: lease keys, correlation keys, circuit scopes. In a spoke account it
 * begins with the account: what bears the same name in two accounts is two things.
 */
export const scopeKey = (resource: Resource, spoke: string | undefined): string =>
  spoke === undefined ? resourceKey(resource) : `${spoke}/${resourceKey(resource)}`;
