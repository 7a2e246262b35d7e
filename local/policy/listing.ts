import type { PolicyContent } from '../../core/policy/policy-content.ts';
import type { Profile } from '../../core/policy/profile.ts';
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

/** Its alarms, what it may do about them and who decides. */
const profileText = ({ sources, actions, direction, approvers }: Profile): string => {
  const does =
    actions.length === 0 ? 'no action' : `${actions.join(', ')}${direction === 'lower' ? ' (lower only)' : ''}`;
  const who =
    approvers.roles.length === 0 ? 'nobody decides' : `${approvers.roles.join(', ')} of ${approvers.teams.join(', ')}`;
  return `${sources.namespaces.join(', ') || 'no source'}; ${does}; ${who}`;
};

/** Who, how much and by which policies, on one page. */
export const listing = ({ roster, policy, profiles, cedar }: PolicyContent, version: string): string => {
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
    ['profiles', columns(Object.entries(profiles).map(([id, profile]) => [id, profileText(profile)]))],
    ['policies', columns(Object.entries(cedar.policies).map(([id, text]) => [id, firstSentence(text)]))],
  ];
  return `${sections.map(([title, text]) => `${title}\n${text}\n`).join('\n')}\nversion ${version}\n`;
};
