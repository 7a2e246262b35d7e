import type { Models } from '../diagnosis/cost/models.ts';
import type { RuntimeSecurity } from '../incident/runtime-security/settings.ts';
import type { Resource } from '../incident/resource.ts';
import type { Language } from './language/language.ts';
import type { Policy } from './policy.ts';
import type { Profiles } from './profile.ts';
import type { Roster } from './roster.ts';
import type { Runbook } from './runbook.ts';

/** The circumstances in which a change would be made now. */
export type Moment = {
  /** A change window is open and no freeze is on. */
  window: boolean;
  /** Actions that other incidents began in the last 60 minutes. */
  actionsInHour: number;
};

/** One question to Cedar: may this principal do this to that, in these circumstances? */
export type PolicyRequest = {
  /** A person of the roster; for `propose` the system itself, with role `system`. */
  principal: { id: string; role: string; teams: readonly string[] };
  action: 'read' | 'propose' | 'approve' | 'execute';
  resource: Resource;
  context: {
    actionIds: readonly string[];
    risk: 'low' | 'medium' | 'high';
    irreversible: boolean;
    proposer: string;
    /** Different resources that are changed. */
    resources: number;
    /** The largest growth of one field in whole percent, rounded up; 0 where nothing grows. */
    changePercent: number;
    /** For `propose` and `execute`; the schema has it for no other action. */
    moment?: Moment;
  };
};
export type PolicyAnswer = {
  allowed: boolean /** Ids of the policies that decided, or the errors. */;
  because: string[];
};

/** The policy layer as loaded at start. `version` is the content hash that every record carries. */
export type PolicyLayer = {
  version: string;
  policy: Policy;
  roster: Roster;
  /** By their tag: `en`, `zh-TW`. */
  languages: Readonly<Record<string, Language>>;
  /** By the id that a runbook names. */
  profiles: Profiles;
  runbooks: readonly Runbook[];
  /** What is usual in the containers of this installation, and how much of the rest is told. */
  runtimeSecurity: RuntimeSecurity;
  /** What models cost, and what may be spent on them. */
  models: Models;
  prompts: Readonly<Record<string, string>>;
  /** Deny by default; an evaluation error denies. */
  decide(request: PolicyRequest): PolicyAnswer;
};
