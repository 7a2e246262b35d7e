import { cleanText } from '../../core/incident/text.ts';
import type { JoinedTrail } from './join.ts';

const width = Math.max('audit'.length, 'CloudTrail'.length);

/** The timeline and what was found, for a person. */
export const trailText = ({ incident, approvers, calls, timeline, findings }: JoinedTrail): string =>
  [
    `${incident}: approved by ${approvers.join(', ') || 'nobody'}, ${calls} call${calls === 1 ? '' : 's'} by the audit`,
    '',
    ...timeline.map(({ at, in: source, by, what, eventId }) => {
      const id = eventId === undefined ? '' : `  ${cleanText(eventId, 64)}`;
      return `${at.slice(0, 19)}Z  ${source.padEnd(width)}  ${cleanText(by, 100)}  ${cleanText(what, 200)}${id}`;
    }),
    '',
    ...findings.map(({ problem, detail }) => `${problem.toUpperCase()}: ${cleanText(detail, 500)}`),
    findings.length === 0
      ? 'audit and CloudTrail agree; calls to a cluster are in its own audit log (docs/audit.md)'
      : `${findings.length} finding${findings.length === 1 ? '' : 's'}`,
    '',
  ].join('\n');
