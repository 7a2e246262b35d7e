import * as z from 'zod';

/** One thing in the account or the cluster, named the same way in evidence, causes, proposals and the journal. */
export const Resource = z.strictObject({
  kind: z.string().min(1).max(64),
  namespace: z.string().min(1).max(253).optional(),
  name: z.string().min(1).max(512),
});
export type Resource = z.infer<typeof Resource>;

/** `kind/namespace/name`, the stable text of a resource: lease keys, correlation keys, circuit scopes. */
export const resourceKey = ({ kind, namespace, name }: Resource): string =>
  namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
