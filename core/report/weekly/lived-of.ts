import * as z from 'zod';
import type { Decision } from '../../approval/proof.ts';
import type { ApprovalRequest } from '../../approval/request.ts';
import { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { Incident } from '../../incident/incident.ts';
import { scopeKey } from '../../incident/resource.ts';
import type { Lived } from '../../knowledge/weekly/lived.ts';

const Body = z.object({ body: Diagnosis });

/** What is stored of an incident, as the review sees it; a diagnosis that does not parse says nothing. */
export const livedOf = (
  incident: Incident,
  diagnosed: unknown,
  request: ApprovalRequest | undefined,
  decisions: readonly Decision[],
): Lived => {
  const diagnosis = Body.safeParse(diagnosed).data?.body;
  return {
    id: incident.id,
    alarm: incident.alarm.name,
    scope: scopeKey(incident.resource, incident.spoke),
    runbook: incident.runbook,
    status: incident.status,
    openedAt: new Date(incident.openedAt),
    endedAt: new Date(incident.changedAt),
    category: diagnosis?.causes[0]?.category,
    cost: diagnosis?.cost,
    decided:
      request === undefined
        ? []
        : decisions.map(({ proof }) => ({
            by: proof.approver,
            seconds: Math.round((Date.parse(proof.decidedAt) - Date.parse(request.createdAt)) / 1000),
          })),
  };
};
