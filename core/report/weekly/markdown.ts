import { markdownCode as code } from '../markdown-text.ts';
import type { ReviewSection } from '../../knowledge/weekly/sections.ts';
import type { WeeklyReview } from '../../knowledge/weekly/review.ts';

const titles: Readonly<Record<ReviewSection, string>> = {
  'recurring-causes': 'Causes that came back',
  'noisy-alarms': 'Noisy alarms, and alarms that were never actionable',
  'unmatched-runbooks': 'Runbooks that matched nothing',
  'short-lived-fixes': 'Fixes that did not last',
  'quick-decisions': 'Decided within seconds',
  'token-cost': 'Tokens of the model, by cause',
};

/** The review for people. Names of alarms and resources were written by anybody: each is escaped as in every report. */
export const weeklyMarkdown = ({ from, to, incidents, incomplete, sections }: WeeklyReview): string => {
  const parts = sections.map(({ section, rows }) => {
    const lines = rows.map(({ what, count, detail }) => `- ${code(what)} (${count}): ${code(detail)}`);
    return `## ${titles[section]}\n\n${lines.length === 0 ? 'None.' : lines.join('\n')}`;
  });
  const cut = incomplete ? '\n\nMore incidents ended than were read: the newest of each state are counted.' : '';
  const head = `# Review of the week from ${from.slice(0, 10)} to ${to.slice(0, 10)}\n\nIncidents that ended: ${incidents}.${cut}`;
  return `${[head, ...parts].join('\n\n')}\n`;
};
