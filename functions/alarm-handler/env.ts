import * as z from 'zod';
import { StackArn } from '../../core/incident/stack.ts';
import { ClusterEnv, PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';
import { HubEnv } from '../../core/runtime/spoke-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  STACK_ID: StackArn.describe('the ARN of this stack'),
  ...HubEnv.shape,
  EKS_CLUSTER_NAME: ClusterEnv.shape.EKS_CLUSTER_NAME,
});
