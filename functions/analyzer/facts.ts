import { factWrite } from '../../core/incident/fact.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Step } from '../../core/incident/step.ts';
import type { Write } from '../../core/incident/table.ts';
import type { Analysis } from './analyze.ts';

/**
 * What the audit keeps of an analysis beside its digests: what was asked of the sources, what the model took, and where
 * somebody wrote to a model. Questions, hashes, counts and times; nothing of an answer.
 */
export const factsOf = ({ id }: Incident, analysis: Analysis, { at, digests = {}, versions }: Step): Write[] => {
  const { pack, diagnosis, problem, redacted, injections, asked, questions, modelMs } = analysis;
  const about = { at, by: 'analyzer', incidentId: id, versions };
  const { cost, model } = diagnosis;
  return [
    factWrite(
      { ...about, fact: 'evidence_queried' },
      { queries: asked, questions, signals: pack.signals.length, gaps: pack.gaps.length, redacted },
    ),
    ...(cost === undefined
      ? []
      : [
          factWrite(
            { ...about, fact: 'model_asked' },
            {
              ...(model === undefined ? {} : { model }),
              ...(problem === undefined ? {} : { problem }),
              ...cost,
              ms: modelMs ?? 0,
              digests,
            },
          ),
        ]),
    // The hashes only: what was written to mislead is not spread any further.
    ...(injections.length === 0
      ? []
      : [factWrite({ ...about, fact: 'injection_found' }, { textSha256: injections, digests })]),
  ];
};
