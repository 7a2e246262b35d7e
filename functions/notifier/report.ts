import { chosenOf } from '../../core/approval/chosen.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import type { Facts } from './facts.ts';

const values = (fields: Record<string, unknown> | null): string =>
  fields === null
    ? 'not readable'
    : Object.entries(fields)
        .map(([path, value]) => `${path} = ${String(value)}`)
        .join(', ');

const journalLine = (entry: JournalEntry): string =>
  `- ${entry.executedAt} ${entry.action} on ${entry.target.kind} ${entry.target.name}: **${entry.status}**; before ${values(entry.prior)}; after ${values(entry.observed)}`;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, ...lines];

/** The closing report in Markdown, from recorded facts only. */
export const closingReport = ({
  incident,
  history,
  evidence,
  diagnosis,
  choices,
  decisions,
  journal,
  validation,
}: Facts): string => {
  const [cause] = diagnosis?.causes ?? [];
  const cited = (evidence?.signals ?? []).filter(({ id }) => cause?.citations.includes(id));
  const proposal = choices === undefined ? undefined : chosenOf(choices, decisions);
  const steps = history.filter(({ from, to }) => from !== to);
  return [
    `# ${incident.service}: ${incident.status.replaceAll('_', ' ')}`,
    '',
    `Incident ${incident.id}, alarm ${incident.alarm.name}, ${incident.resource.kind} ${incident.resource.name}.`,
    ...(incident.reason === undefined ? [] : [`${incident.reason}.`]),
    ...section(
      'Timeline',
      steps.map(({ at, to, by, person }) => `- ${at} ${to} (${by}${person === undefined ? '' : `, ${person}`})`),
    ),
    ...section(
      'Cause',
      cause === undefined
        ? []
        : [
            `${cause.summary} (${cause.category}, confidence ${cause.confidence}, said by ${diagnosis?.source ?? 'nobody'})`,
            ...cited.map(({ id, summary }) => `- ${id}: ${summary}`),
          ],
    ),
    ...section(
      'Not known',
      (evidence?.gaps ?? []).map((gap) => `- ${gap}`),
    ),
    ...section(
      'Decision',
      decisions.map(
        ({ proof, reason }) =>
          `- ${proof.decidedAt} ${proof.approver} (${proof.role}): ${proof.purpose}${reason === undefined ? '' : `, "${reason}"`}`,
      ),
    ),
    ...section(
      'Change',
      (proposal?.actions ?? []).flatMap(({ target, touched }) =>
        touched.map(
          ({ path, before, after }) => `- ${target.kind} ${target.name}: ${path} ${String(before)} -> ${String(after)}`,
        ),
      ),
    ),
    ...section('Journal', journal.map(journalLine)),
    ...section(
      'Validation',
      validation === undefined
        ? []
        : [
            `${validation.outcome}; alarm ${validation.alarm}`,
            ...validation.checks.map(
              (c) =>
                `- ${c.id}: ${c.before ?? 'no data'} -> ${c.after ?? 'no data'} (${c.comparison} ${c.threshold}: ${c.verdict})`,
            ),
          ],
    ),
  ].join('\n');
};
