import type { PageTexts } from '../../policy/language/page-texts.ts';
import { say } from './say.client.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'now';

const statuses: Readonly<Record<string, readonly [key: keyof PageTexts, tone: Tone]>> = {
  detected: ['statusDetected', 'now'],
  analyzed: ['statusAnalyzed', 'now'],
  proposed: ['statusProposed', 'now'],
  awaiting_approval: ['statusAwaitingApproval', 'now'],
  approved: ['statusApproved', 'now'],
  executing: ['statusExecuting', 'now'],
  executed: ['statusExecuted', 'now'],
  resolved: ['statusResolved', 'good'],
  report_only: ['statusReportOnly', 'warn'],
  notify_failed: ['statusNotifyFailed', 'bad'],
  rejected: ['statusRejected', 'warn'],
  expired: ['statusExpired', 'warn'],
  self_recovered: ['statusSelfRecovered', 'good'],
  refused: ['statusRefused', 'bad'],
  execution_failed: ['statusExecutionFailed', 'bad'],
  outcome_unknown: ['statusOutcomeUnknown', 'bad'],
  fix_ineffective: ['statusFixIneffective', 'bad'],
  inconclusive: ['statusInconclusive', 'warn'],
  awaiting_rollback_approval: ['statusAwaitingRollbackApproval', 'now'],
  rolling_back: ['statusRollingBack', 'now'],
  rolled_back: ['statusRolledBack', 'warn'],
  rollback_failed: ['statusRollbackFailed', 'bad'],
  closed: ['statusClosed', 'warn'],
};

/** How the reason of a refusal by the mode begins: nobody has to be alarmed by what everybody was told beforehand. */
const byMode = 'mode: ';

/** A status in words, and how it feels. */
export const statusWords = ({
  status,
  reason,
}: {
  status: string;
  reason?: string | undefined;
}): readonly [words: string, tone: Tone] => {
  if (status === 'refused' && reason?.startsWith(byMode) === true) return [say('statusNotExecuted'), 'warn'];
  const known = statuses[status];
  return known === undefined ? [status.replaceAll('_', ' '), 'warn'] : [say(known[0]), known[1]];
};
