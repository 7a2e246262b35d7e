import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { Chart } from '../../evidence/chart.ts';
import type { EvidencePack } from '../../evidence/signal.ts';
import type { TransitionRecord } from '../../incident/step.ts';
import type { Remembered } from '../../knowledge/similar.ts';
import type { Approver, Roster } from '../../policy/roster.ts';
import type { PageTexts } from '../../policy/language/page-texts.ts';
import type { Judged } from '../../remediation/judged.ts';
import type { Validation } from '../../remediation/validation.ts';
import type { ApprovalCase } from '../ruling.ts';

/** Everything the page is made of, as stored; what does not exist yet, or cannot be read, is undefined. */
export type PageRecords = {
  approval: ApprovalCase;
  person: Approver;
  roster: Roster;
  /** The words of the person's language. */
  words: PageTexts;
  transitions: readonly TransitionRecord[];
  diagnosis: Diagnosis | undefined;
  evidence: EvidencePack | undefined;
  chart: Chart | undefined;
  /** How similar incidents ended, as the analyzer found them. */
  remembered: Remembered | undefined;
  validation: Validation | undefined;
  /** The series that the change was judged by. */
  judged: Judged | undefined;
  now: Date;
};
