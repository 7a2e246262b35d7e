import * as z from 'zod';
import { ClusterEnv, PolicyEnv, RemediationEnv, TableEnv } from '../../core/runtime/function-env.ts';
import { SpokeEnv } from '../../core/runtime/spoke-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  ...ClusterEnv.shape,
  ...SpokeEnv.shape,
  ...RemediationEnv.shape,
  AUDIT_BUCKET: z.string().min(1).describe('the bucket of the audit trail'),
});
