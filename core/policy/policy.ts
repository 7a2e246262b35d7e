import * as z from 'zod';
import { cidrRange } from '../incident/cidr.ts';
import { Mode } from '../remediation/mode.ts';
import { Quorum } from '../remediation/proposal.ts';
import { SecurityGroupId } from '../remediation/ec2/security-groups.ts';
import { ChangeWindow, Freeze } from './window.ts';

/** Things of the account that may be changed; a `*` at the end of `target` stands for any rest of a name. */
const AllowedTarget = z.strictObject({
  target: z.string().regex(/^[A-Z][A-Za-z]*\/[^*]+\*?$/),
  team: z.string().min(1),
  environment: z.string().min(1).optional(),
});
export type AllowedTarget = z.infer<typeof AllowedTarget>;

/**
 * The limits of this installation (`layers/policy/policy.yaml`). Every default is the locked value: `Policy.parse({})`
 * permits nothing. Cedar decides who may do what; this bounds what may be done at all.
 */
export const Policy = z.strictObject({
  /** The most that the parameter `mode` can switch this installation to. */
  mode: Mode.default('observe'),
  approvalRequired: z.literal(true).default(true),
  allowedActions: z.array(z.string()).default([]),
  allowedNamespaces: z.array(z.string()).default([]),
  /** What has no namespace, by `Kind/name`, with the team that answers for it. */
  allowedTargets: z.array(AllowedTarget).default([]),
  /** Where an address must lie that an action gives to a network interface or takes from it. */
  allowedCidrs: z
    .array(z.string().refine((text) => cidrRange(text) !== undefined, 'an IPv4 block such as 10.20.1.0/24'))
    .default([]),
  /** The security groups that an isolated network interface may get instead of its own. */
  quarantineGroups: z.array(SecurityGroupId).default([]),
  /** Actions that may run although nothing can put back what they change. */
  allowedWithoutUndo: z.array(z.string()).default([]),
  /** When something may be executed; none is never. */
  changeWindows: z.array(ChangeWindow).max(50).default([]),
  /** When nothing may be executed, whatever window is open. */
  freezes: z.array(Freeze).max(50).default([]),
  maxActionsPerRun: z.int().min(0).max(10).default(0),
  /** Actions of all executions together that begin within any 60 minutes. */
  maxActionsPerHour: z.int().min(0).max(100).default(0),
  /** Different resources that one proposal may change. */
  maxResources: z.int().min(0).max(10).default(0),
  /** Largest growth of one numeric field, in percent of its prior value. */
  maxChangePercent: z.int().min(0).max(1000).default(0),
  /** How many people, of how many roles, for each risk. */
  quorum: z
    .strictObject({ low: Quorum, medium: Quorum, high: Quorum })
    .default({ low: { people: 2, roles: 2 }, medium: { people: 2, roles: 2 }, high: { people: 2, roles: 2 } }),
  /** The risks that a link alone may decide; every other decision needs an identity (IAM or OIDC). Never high risk. */
  linkDecides: z.array(z.enum(['low', 'medium'])).default([]),
  /** Whether one admin may approve high risk alone, with an identity and a reason; everybody is told and it is reviewed. */
  breakGlass: z.boolean().default(false),
  /** Notices that alarms alone cause, for each person and for the channel in a clock hour of UTC; the rest is gathered. */
  noticesPerHour: z.int().min(1).max(1000).default(60),
  /** A link lives this long, never longer than 15 minutes. */
  approvalMinutes: z.int().min(1).max(15).default(15),
  /** After the deciding approval, execution must begin within this time. */
  executeWithinMinutes: z.int().min(1).max(15).default(5),
  /** A consented rollback may begin this long after the decision. */
  rollbackWithinMinutes: z.int().min(1).max(240).default(60),
});
export type Policy = z.infer<typeof Policy>;
