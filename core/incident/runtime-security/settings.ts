import * as z from 'zod';
import { cidrRange } from '../cidr.ts';
import { type RuleId, ruleIds } from './rule.ts';

const text = z.string().min(1).max(256);

/** What a workload does as a matter of course; no finding comes of it, and it is counted. */
const Usual = z.strictObject({
  rule: z.enum(ruleIds),
  /** `Deployment/checkout/receipts`; a `*` at the end stands for any rest. */
  resource: text,
  /** The path, the program or the address with its port, a `*` at the end as above; or an IPv4 block. Anything without it. */
  object: text.optional(),
  /** For whoever reads it next year. */
  because: text,
});
export type Usual = z.infer<typeof Usual>;

/** `layers/policy/runtime-security.yaml`: which rules there are and how much of each is told. Every default tells. */
export const RuntimeSecurity = z.strictObject({
  /** Findings that each rule may tell of one resource in a clock hour; the rest is counted. */
  perHour: z.partialRecord(z.enum(ruleIds), z.int().min(0).max(1000)).default({}),
  usual: z.array(Usual).max(500).default([]),
  /** A shell or package manager that runs this soon after its container was started belongs to the image. */
  learnSeconds: z.int().min(0).max(3600).default(120),
  /** Findings of GuardDuty below this severity (1 to 10) open nothing. Low is below 4. */
  guardDutyFrom: z.number().min(1).max(10).default(4),
});
export type RuntimeSecurity = z.infer<typeof RuntimeSecurity>;

/** Enough for the story of one attack; a rule that says more than this of one thing in an hour is noise. */
const usualPerHour = 20;

export const perHourOf = ({ perHour }: RuntimeSecurity, rule: RuleId): number => perHour[rule] ?? usualPerHour;

/** True for a pattern that is the text, or begins it where the pattern ends in `*`. */
export const fits = (pattern: string, value: string): boolean =>
  pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;

/** True for an IPv4 block. */
export const isBlock = (pattern: string): boolean => cidrRange(pattern) !== undefined;
