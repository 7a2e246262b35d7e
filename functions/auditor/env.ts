import * as z from 'zod';

/** What template.yaml sets for this function. */
export const Env = z.object({
  AUDIT_BUCKET: z.string().min(1).describe('the Object Lock bucket of the audit trail'),
  SIGNING_KEY_ID: z.string().min(1).describe('the KMS key that the trail is signed with'),
});
