import type { PolicyContent } from '../../core/policy/policy-content.ts';
import { windowText } from '../../core/policy/window.ts';
import { riskLevels } from '../../core/remediation/proposal.ts';

/** The first sentence of the comment that a policy begins with; a policy without one says nothing. */
export const firstSentence = (cedar: string): string => {
  const lines = cedar.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const comment = lines.slice(0, end === -1 ? lines.length : end).map((line) => line.replace(/^\/+\s*/, ''));
  return /^.*?[.;](?=\s|$)/.exec(comment.join(' '))?.[0].replace(/;$/, '.') ?? comment.join(' ');
};

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd()).join('\n');
};

/** Who, how much and by which policies, on one page. */
export const listing = ({ roster, policy, cedar }: PolicyContent, version: string): string => {
  const { quorum, changeWindows, freezes, allowedTargets, ...limits } = policy;
  const shown = (value: unknown): string => (Array.isArray(value) ? value.join(', ') || '(none)' : String(value));
  const lists = {
    allowedTargets: allowedTargets.map(({ target, team, environment }) =>
      [target, team, environment ?? ''].join(' ').trimEnd(),
    ),
    changeWindows: changeWindows.map(windowText),
    freezes: freezes.map(({ from, to, reason }) => `${from} to ${to}: ${reason}`),
  };
  const sections = [
    [
      'roster',
      columns(
        roster.approvers.map(({ id, role, teams }) => [id, `${role.padEnd(7)}  ${teams.join(', ') || '(no team)'}`]),
      ),
    ],
    [
      'limits',
      columns([
        ...Object.entries(limits).map(([name, value]) => [name, shown(value)] as const),
        ...Object.entries(lists).map(([name, values]) => [name, values.join('; ') || '(none)'] as const),
        ...riskLevels.map(
          (level) => [`quorum ${level}`, `people: ${quorum[level].people}, roles: ${quorum[level].roles}`] as const,
        ),
      ]),
    ],
    ['policies', columns(Object.entries(cedar.policies).map(([id, text]) => [id, firstSentence(text)]))],
  ];
  return `${sections.map(([title, text]) => `${title}\n${text}\n`).join('\n')}\nversion ${version}\n`;
};
