import type { Diagnosis } from '../../../diagnosis/diagnosis.ts';
import type { Chart } from '../../../evidence/chart/chart.ts';
import type { ErrorBudget } from '../../../evidence/error-budget.ts';
import type { EvidencePack } from '../../../evidence/signal.ts';
import type { LogPlace } from '../../../incident/console-links.ts';
import type { TransitionRecord } from '../../../incident/step.ts';
import type { Remembered } from '../../../knowledge/similar.ts';
import type { PageTexts } from '../../../policy/language/page-texts.ts';
import type { Policy } from '../../../policy/policy.ts';
import type { Roster } from '../../../policy/roster.ts';
import type { Judged } from '../../../remediation/judged.ts';
import type { Validation } from '../../../remediation/validation.ts';
import type { Identity } from '../../identity.ts';
import type { ApprovalCase } from '../../ruling.ts';
import type { Denied } from './allowed.ts';

/** Everything the page is made of, as stored; what does not exist yet, or cannot be read, is undefined. */
export type PageRecords = {
  approval: ApprovalCase;
  identity: Identity;
  /** What this person may not do, and why. */
  denied: Denied;
  policy: Pick<Policy, 'breakGlass'>;
  roster: Roster;
  /** The tag of the person's language, and its words where they are asked for. */
  language: string;
  words?: PageTexts | undefined;
  transitions: readonly TransitionRecord[];
  diagnosis: Diagnosis | undefined;
  evidence: EvidencePack | undefined;
  chart: Chart | undefined;
  budget: ErrorBudget | undefined;
  /** How similar incidents ended, as the analyzer found them. */
  remembered: Remembered | undefined;
  validation: Validation | undefined;
  /** The series that the change was judged by. */
  judged: Judged | undefined;
  /** Where the log lines of this stack are found, if anywhere. */
  logPlace: LogPlace | undefined;
  now: Date;
};
