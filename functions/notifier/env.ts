import * as z from 'zod';
import { PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  NOTICE_TOPIC_ARN: z.string().startsWith('arn:').describe('the ARN of the SNS topic of the notices'),
  APPROVAL_BASE_URL: z.url({ protocol: /^https?$/ }).describe('the URL of the approval API'),
  LINK_KEY_ID: z.string().min(1).describe('the KMS key that links are made with'),
  NOTICE_DETAIL: z.enum(['minimal', 'full']).describe('minimal or full'),
});
