import * as z from 'zod';

export const roles = ['viewer', 'analyst', 'admin'] as const;
export type Role = (typeof roles)[number];

const personId = z.string().regex(/^[a-z][a-z0-9._-]{0,63}$/);

/** While somebody is away the delegate is asked in their place, for their teams, in the delegate's own name and role. */
const Absence = z.strictObject({ from: z.iso.datetime(), until: z.iso.datetime(), delegate: personId });

export const Approver = z.strictObject({
  id: personId,
  name: z.string().min(1).max(100),
  role: z.enum(roles),
  teams: z.array(z.string()).default([]),
  /** A file of `languages/`: what notices to them and the page are written in. */
  language: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .default('en'),
  /** 1 is asked at once, 2 with the last reminder (after ten of fifteen minutes), or at once when tier 1 cannot decide. */
  tier: z.union([z.literal(1), z.literal(2)]).default(1),
  /**
   * The caller ARNs that are this person when they sign a request: an IAM user, or an assumed role with its session name.
   * Exact, no wildcards.
   */
  iam: z.array(z.string().regex(/^arn:aws[a-z-]*:(iam::\d{12}:user|sts::\d{12}:assumed-role)\/[^*?]+$/)).default([]),
  /** The `sub` of their tokens from the OIDC provider. */
  oidc: z.string().min(1).max(255).optional(),
  away: z.array(Absence).max(50).default([]),
});
export type Approver = z.infer<typeof Approver>;

/** What membership in a group of the OIDC provider allows at most; a person may be in several. */
const Group = z.strictObject({
  group: z.string().min(1).max(255),
  role: z.enum(roles),
  /** Teams, and so namespaces, it is good for; `*` for all. */
  teams: z.array(z.string()).default([]),
});
export type Group = z.infer<typeof Group>;

/** Who may be asked (`layers/policy/roster.yaml`). A name that is not here is nobody. */
export const Roster = z.strictObject({ approvers: z.array(Approver), groups: z.array(Group).max(200).default([]) });
export type Roster = z.infer<typeof Roster>;
