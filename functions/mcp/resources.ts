import * as z from 'zod';
import type { Identity } from '../../core/approval/identity.ts';
import { recentIncidents } from '../../core/approval/recent-incidents.ts';
import { visibleIncident } from '../../core/approval/visible-incident.ts';
import { screen } from '../../core/evidence/sanitize.ts';
import { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { statuses, terminal } from '../../core/incident/lifecycle.ts';
import { mayRead } from '../../core/policy/may-read.ts';
import { fenced, screenedLines } from './fence.ts';
import { codes, type Problem, problem } from './protocol/message.ts';
import type { ToolDeps } from './tools/tool.ts';

type Deps = ToolDeps & { delimiter: () => string };

const runbookUri = (id: string): string => `sovereign-ops://runbooks/${id}`;
const reportUri = (id: string): string => `sovereign-ops://reports/${id}`;
const Uri = z.object({ uri: z.string().max(256) });
const form = /^sovereign-ops:\/\/(runbooks|reports)\/([a-z0-9-]{1,64})$/;

/** As the notifier keeps it when an incident closes. */
const Kept = z.object({ report: z.string() });

/** Of so many incidents that are over it is looked up whether they have a report. */
const mostReports = 50;

/** The runbooks of the layer, and the reports of the incidents that ended last and that this person may see. */
export const resourceList = async (deps: Deps, who: Identity): Promise<object> => {
  const { incidents } = await recentIncidents(
    deps,
    statuses.filter((status) => terminal.has(status)),
  );
  const over = incidents.filter(({ resource }) => mayRead(deps.policy, who, resource)).slice(0, mostReports);
  const kept = over.length === 0 ? [] : await deps.table.getAll(over.map(({ id }) => keys.report(id)));
  return {
    resources: [
      ...deps.policy.runbooks.map(({ id, title }) => ({
        uri: runbookUri(id),
        name: `runbooks/${id}`,
        title: screen(title, 200).text,
        mimeType: 'application/json',
      })),
      ...over.flatMap(({ id, status }, n) =>
        kept[n] === undefined
          ? []
          : [
              {
                uri: reportUri(id),
                name: `reports/${id}`,
                title: `Report of ${id}: ${status}`,
                mimeType: 'text/markdown',
              },
            ],
      ),
    ],
  };
};

export const resourceTemplates = {
  resourceTemplates: [
    { uriTemplate: runbookUri('{runbook}'), name: 'runbook', mimeType: 'application/json' },
    { uriTemplate: reportUri('{incident}'), name: 'report', mimeType: 'text/markdown' },
  ],
};

const unknown = problem(codes.resourceNotFound, 'uri: no such resource, or not one of your teams');

const content = (uri: string, mimeType: string, text: string): object => ({ contents: [{ uri, mimeType, text }] });

const reportOf = async (deps: Deps, who: Identity, id: string): Promise<string | undefined> => {
  if (!Incident.shape.id.safeParse(id).success) return undefined;
  const incident = await visibleIncident(deps, who, id);
  if (incident === undefined) return undefined;
  // Each end of an incident that was reopened has its report; of the last one, if it is there.
  const [last, first] = await deps.table.getAll([keys.laterReport(id, incident.seq), keys.report(id)]);
  return Kept.safeParse((last ?? first)?.['body']).data?.report;
};

/** One resource. A runbook is what platform engineers wrote; a report quotes what came from outside, so it is fenced. */
export const readResource = async (deps: Deps, who: Identity, params: unknown): Promise<object | Problem> => {
  const sent = Uri.safeParse(params);
  if (!sent.success) return problem(codes.invalidParams, 'uri: expected the address of a resource');
  const [uri, kind, id = ''] = form.exec(sent.data.uri) ?? [];
  if (uri === undefined) return unknown;
  if (kind === 'runbooks') {
    const runbook = deps.policy.runbooks.find((one) => one.id === id);
    return runbook === undefined ? unknown : content(uri, 'application/json', JSON.stringify(runbook));
  }
  const report = await reportOf(deps, who, id);
  if (report === undefined) return unknown;
  return content(uri, 'text/markdown', fenced(screenedLines(report), deps.delimiter()));
};
