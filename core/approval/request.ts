import * as z from 'zod';
import { keys } from '../incident/keys.ts';
import { purgeAt } from '../incident/step.ts';
import type { Item, Write } from '../incident/table.ts';
import { Quorum } from '../remediation/proposal.ts';

export const purposes = ['change', 'rollback'] as const;
export type Purpose = (typeof purposes)[number];

/** The request a person is asked to decide. Authority is never in this row: it is in the MACs. */
export const ApprovalRequest = z.object({
  approvalId: z.string().regex(/^[0-9a-f]{32}$/),
  purpose: z.enum(purposes),
  incidentId: z.string(),
  choiceSetDigest: z.string(),
  approvers: z.array(z.string()).min(1),
  /** Who asked for it, where a person did: they do not decide it. */
  askedBy: z.string().optional(),
  quorum: Quorum,
  status: z.enum(['pending', 'approved', 'rejected', 'expired', 'void']),
  createdAt: z.iso.datetime(),
  /** Compared as text in conditions: ISO 8601 in UTC with milliseconds sorts as time. */
  expiresAt: z.iso.datetime(),
  /** Grows with every decision, so that two deciders never write over each other. */
  version: z.int().nonnegative(),
});
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;

/** The request as an item of the table. */
export const requestItem = (request: ApprovalRequest): Item => ({
  ...keys.approval(request.approvalId),
  ...request,
  purgeAt: purgeAt(new Date(request.createdAt)),
});

/** The write that ends a pending request without a decision; lost against a decision made at the same moment. */
export const endRequest = (request: ApprovalRequest, status: 'expired' | 'void'): Write => ({
  kind: 'replace',
  item: requestItem({ ...request, status, version: request.version + 1 }),
  when: [
    { attribute: 'status', is: 'equal', value: 'pending' },
    { attribute: 'version', is: 'equal', value: request.version },
  ],
});
