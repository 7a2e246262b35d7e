import type { Cause, Diagnosis } from '../../../diagnosis/diagnosis.ts';
import type { EvidencePack, Signal } from '../../../evidence/signal.ts';
import type { CauseView, DiagnosisView, EvidenceView } from './view.ts';

/** What agents saw is a story, which is told in order of time; everything else comes as it weighs. */
const asTold = (cited: readonly Signal[]): readonly Signal[] =>
  cited.every(({ kind }) => kind === 'runtime')
    ? cited.toSorted((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
    : cited;

const causeView = (cause: Cause, evidence: EvidencePack | undefined): CauseView => {
  const cited = asTold((evidence?.signals ?? []).filter(({ id }) => cause.citations.includes(id)));
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

/** The causes with the evidence each of them cites, what else was thought of, and who named them. */
export const diagnosisView = (
  diagnosis: Diagnosis,
  evidence: EvidencePack | undefined,
  unremembered?: string,
): DiagnosisView => ({
  kind: diagnosis.kind,
  source: diagnosis.source,
  ...(diagnosis.source === 'model' && diagnosis.model !== undefined ? { model: diagnosis.model.id } : {}),
  ...(diagnosis.modelNote === undefined ? {} : { note: diagnosis.modelNote }),
  causes: diagnosis.causes.map((cause) => causeView(cause, evidence)),
  ...(diagnosis.disagreement === undefined ? {} : { disagreement: diagnosis.disagreement }),
  considered: (diagnosis.considered ?? []).map(({ category, reason }) => `${category}: ${reason}`),
  missing: diagnosis.missing ?? [],
  gaps: [...(evidence?.gaps ?? []), ...(unremembered === undefined ? [] : [unremembered])],
});
