import * as z from 'zod';
import type { Gathered } from '../../core/evidence/gathered.ts';
import type { KubernetesObject } from '../../core/evidence/ports.ts';
import type { ReadersFor } from '../../core/remediation/provider.ts';

const Named = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
});

const isNamed = (object: KubernetesObject, kind: string, namespace: string | undefined, name?: string): boolean => {
  const { data } = Named.safeParse(object);
  return (
    data?.kind === kind && data.metadata.namespace === namespace && (name === undefined || data.metadata.name === name)
  );
};

/** The present state as it was recorded. What no bundle holds cannot be read, and nothing is planned on it. */
export const recordedReaders =
  ({ objects }: Gathered): ReadersFor =>
  async () => ({
    kubernetes: {
      get: async ({ kind, namespace, name }) => objects.find((object) => isNamed(object, kind, namespace, name)),
      list: async (kind, namespace) => objects.filter((object) => isNamed(object, kind, namespace)),
    },
  });
