import type { Log, Meter } from '../../core/runtime/effects.ts';
import type { Analysis } from './analyze.ts';

type Told = { log: Log; meter: Meter };

/** What the operator is told of the model: alarms of template.yaml watch the counts. */
const reportModel = ({ log, meter }: Told, incident: string, { diagnosis, problem }: Analysis): void => {
  if (diagnosis.cost !== undefined) {
    const { usd, inputTokens, outputTokens } = diagnosis.cost;
    meter.count('ModelSpendUsd', usd);
    meter.count('ModelInputTokens', inputTokens);
    meter.count('ModelOutputTokens', outputTokens);
  }
  if (problem === undefined) return;
  const facts = { incident, problem, note: diagnosis.modelNote };
  if (problem === 'unusable' || problem === 'unavailable') return log.warn('the model did not speak', facts);
  if (problem === 'over-budget') meter.count('ModelOverBudget');
  else meter.count('ModelCannotBeAsked');
  log.error('the model did not speak', facts);
};

/** Counts and logs what an analysis came to; nothing of it repeats a text from outside. */
export const report = (told: Told, incident: string, analysis: Analysis): void => {
  const { log, meter } = told;
  const { pack, diagnosis, remembered, redacted, injections } = analysis;
  reportModel(told, incident, analysis);
  meter.count(`Diagnosis_${diagnosis.kind}_${diagnosis.source}`);
  if (injections.length > 0) meter.count('InjectionsFound', injections.length);
  log.info('analyzed', {
    incident,
    diagnosis: diagnosis.kind,
    source: diagnosis.source,
    ...(diagnosis.model === undefined ? {} : { model: diagnosis.model }),
    signals: pack.signals.length,
    gaps: pack.gaps.length,
    similar: remembered.similar.length,
    redacted,
    injections: injections.length,
  });
};
