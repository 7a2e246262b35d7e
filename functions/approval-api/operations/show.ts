import { incidentDocument, stepsOf } from '../../../core/approval/incident-document.ts';
import * as z from 'zod';
import { diagnosisView } from '../../../core/approval/page/view/diagnosis.ts';
import { Review } from '../../../core/approval/review.ts';
import { Diagnosis } from '../../../core/diagnosis/diagnosis.ts';
import { EvidencePack } from '../../../core/evidence/signal.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import { ChoiceSet } from '../../../core/remediation/proposal.ts';
import { Validation } from '../../../core/remediation/validation.ts';
import { readApproval } from '../../../core/approval/read-approval.ts';
import { choiceOf } from '../../../core/approval/choice-document.ts';
import { incidentId } from './fields.ts';
import { data, noIncident, operation } from './operation.ts';
import { requestDocument } from './request-document.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';

const Body = z.strictObject({ incidentId });

/** The requests of an incident in the order they were opened, each with its decisions and the review it needs. */
const requestsOf = async (table: Table, { approvalId, rollbackApprovalId }: Incident) => {
  const ids = [approvalId, rollbackApprovalId].filter((id) => id !== undefined);
  const read = async (id: string) => {
    const [found, [item]] = await Promise.all([readApproval(table, id), table.getAll([keys.review(id)])]);
    return found === undefined ? [] : [requestDocument(found, Review.safeParse(item).data)];
  };
  return (await Promise.all(ids.map(read))).flat();
};

/** Everything about one incident: its steps, cause, choices, requests with their decisions, validation. */
export const show = operation(Body, async (deps, who, { incidentId: id }) => {
  const { table } = deps;
  const incident = await visibleIncident(deps, who, id);
  if (incident === undefined) return noIncident();
  const [steps, requests, [evidence, diagnosis, choices, validation]] = await Promise.all([
    stepsOf(table, id),
    requestsOf(table, incident),
    table.getAll([keys.evidence(id), keys.diagnosis(id), keys.proposal(id), keys.validation(id)]),
  ]);
  const named = Diagnosis.safeParse(diagnosis?.['body']).data;
  const planned = ChoiceSet.safeParse(choices?.['body']).data;
  const judged = Validation.safeParse(validation?.['body']).data;
  return data({
    now: deps.now().toISOString(),
    incident: incidentDocument(incident),
    ...(deps.logPlace === undefined ? {} : { logPlace: deps.logPlace }),
    steps,
    diagnosis: named === undefined ? null : diagnosisView(named, EvidencePack.safeParse(evidence?.['body']).data),
    choices: (planned?.choices ?? []).map(choiceOf),
    ...(planned === undefined ? {} : { doNothing: planned.doNothing }),
    requests,
    validation: judged === undefined ? null : { outcome: judged.outcome, alarm: judged.alarm, metrics: judged.checks },
  });
});
