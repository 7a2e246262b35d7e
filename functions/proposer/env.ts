import * as z from 'zod';
import { ClusterEnv, PolicyEnv, RemediationEnv, TableEnv } from '../../core/runtime/function-env.ts';
import { SpokeEnv } from '../../core/runtime/spoke-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  ...ClusterEnv.shape,
  ...SpokeEnv.shape,
  // Not to assume it: the cluster is asked what it may do.
  REMEDIATION_ROLE_ARN: RemediationEnv.shape.REMEDIATION_ROLE_ARN,
  SWITCH_PATH: RemediationEnv.shape.SWITCH_PATH,
});
