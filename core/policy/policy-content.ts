import canonicalize from 'canonicalize';
import * as z from 'zod';
import { RuntimeSecurity } from '../incident/runtime-security/settings.ts';
import { Models } from '../diagnosis/cost/models.ts';
import { Language } from './language/language.ts';
import { Policy } from './policy.ts';
import { Profile } from './profile.ts';
import { Roster } from './roster.ts';
import { Runbook } from './runbook.ts';

/**
 * Everything platform engineers decide, as one value: limits, people, languages, profiles, runbooks, models, prompts and
 * Cedar policies.
 */
export const PolicyContent = z.strictObject({
  policy: Policy,
  roster: Roster,
  /** By their tag: `en`, `zh-TW`. */
  languages: z.record(z.string(), Language),
  /** By the id that a runbook names. */
  profiles: z.record(z.string(), Profile),
  runbooks: z.array(Runbook),
  runtimeSecurity: RuntimeSecurity,
  models: Models,
  prompts: z.record(z.string(), z.string()),
  cedar: z.strictObject({ schema: z.string(), policies: z.record(z.string(), z.string()) }),
});
export type PolicyContent = z.infer<typeof PolicyContent>;

/** The bytes behind the version: RFC 8785 JSON, so that the same decisions have the same version on every machine. */
export const policyText = (content: PolicyContent): string => canonicalize(content) ?? '';
