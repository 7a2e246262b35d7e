import { analyzeIncident } from './analyze-incident.ts';
import { executeApproved } from './execute-approved.ts';
import { explainPolicy } from './explain-policy.ts';
import { getIncident } from './get-incident.ts';
import { listIncidents } from './list-incidents.ts';
import { proposeFix } from './propose-fix.ts';
import { replay } from './replay.ts';
import { rollback } from './rollback.ts';
import type { Tool } from './tool.ts';

/** All there is; nothing here decides, executes or takes back. */
export const tools: ReadonlyMap<string, Tool> = new Map(
  [listIncidents, getIncident, analyzeIncident, explainPolicy, replay, proposeFix, executeApproved, rollback].map(
    (tool) => [tool.name, tool],
  ),
);
