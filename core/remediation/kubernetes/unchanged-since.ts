import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import { PreconditionFailed } from '../errors.ts';
import type { JsonPatchOperation } from '../json-patch.ts';

const Versioned = z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) });

/**
 * The test that an object is still the one that was read: for a prior state that a `test` of the field cannot say, because
 * the field is not set (RFC 6902 has no test for that) or is a whole subtree, which API servers compare byte by byte.
 * Throws `PreconditionFailed` for an object without a version.
 */
export const unchangedSince = (read: KubernetesObject): JsonPatchOperation => {
  const { data } = Versioned.safeParse(read);
  if (data === undefined) throw new PreconditionFailed('the object that was read has no resourceVersion');
  return { op: 'test', path: '/metadata/resourceVersion', value: data.metadata.resourceVersion };
};
