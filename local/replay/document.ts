import { diagnosisDocument, evidenceDocument, proposalDocument } from '../cli/document.ts';
import type { Replayed } from './replay.ts';

/** The document of `npm run replay -- --json`: that of a run, design section 5, without what only a run has. */
export const replayDocument = ({ incident, evidence, diagnosis, proposal }: Replayed) => {
  const { id, status, alarm, resource, openedAt } = incident;
  const shown = {
    id,
    status,
    alarm: alarm.name,
    resource,
    history: [{ status, at: openedAt, by: 'alarm-handler' }],
  };
  return {
    incident: shown,
    incidents: [shown],
    evidence: evidenceDocument(evidence.pack),
    diagnosis: diagnosisDocument(diagnosis),
    proposal: typeof proposal === 'string' ? null : proposalDocument(proposal, []),
    ...(typeof proposal === 'string' ? { proposalNote: proposal } : {}),
    approval: null,
    journal: [],
    validation: null,
    audit: null,
  };
};
export type ReplayDocument = ReturnType<typeof replayDocument>;
