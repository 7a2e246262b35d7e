import type { Cause, Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { EvidencePack } from '../../evidence/signal.ts';
import type { CauseView, DiagnosisView, EvidenceView } from './view.ts';

const causeView = (cause: Cause, evidence: EvidencePack | undefined): CauseView => {
  const cited = (evidence?.signals ?? []).filter(({ id }) => cause.citations.includes(id));
  return {
    category: cause.category,
    resource: cause.resource,
    summary: cause.summary,
    confidence: cause.confidence,
    evidence: cited.map(
      ({ id, summary, time }): EvidenceView => ({ id, summary, ...(time === undefined ? {} : { time }) }),
    ),
  };
};

const speaker = ({ source, model, modelNote }: Diagnosis): string => {
  const note = modelNote === undefined ? '' : ` (${modelNote})`;
  return source === 'model'
    ? `Named by the language model ${model?.id ?? ''}, checked against the evidence${note}`
    : `Named by fixed rules${modelNote === undefined ? ', no language model was involved' : note}`;
};

/** The causes with the evidence each of them cites, what else was thought of, and who named them. */
export const diagnosisView = (
  diagnosis: Diagnosis,
  evidence: EvidencePack | undefined,
  unremembered?: string,
): DiagnosisView => ({
  kind: diagnosis.kind,
  source: diagnosis.source,
  spoke: speaker(diagnosis),
  causes: diagnosis.causes.map((cause) => causeView(cause, evidence)),
  ...(diagnosis.disagreement === undefined ? {} : { disagreement: diagnosis.disagreement }),
  considered: (diagnosis.considered ?? []).map(({ category, reason }) => `${category}: ${reason}`),
  missing: diagnosis.missing ?? [],
  gaps: [...(evidence?.gaps ?? []), ...(unremembered === undefined ? [] : [unremembered])],
});
