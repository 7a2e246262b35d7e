import { catalogue } from '../remediation/catalogue.ts';
import { type Collector, collectors, type Profile, type Profiles, profileOf } from './profile.ts';
import { repeated } from './repeated.ts';
import type { Runbook } from './runbook.ts';

const listed = (names: readonly string[]): string => names.join(', ') || 'none';

const oneProblem = (profile: Profile, prompts: ReadonlySet<string>): string | undefined => {
  if (!prompts.has(profile.prompt)) return `prompt: expected a file of prompts/, found ${profile.prompt}`;
  const unknown = profile.actions.find((id) => !catalogue.has(id));
  if (unknown !== undefined) {
    return `actions: expected actions of the catalogue (${[...catalogue.keys()].join(', ')}), found ${unknown}`;
  }
  const lists = [
    ['sources.kinds', profile.sources.kinds],
    ['sources.namespaces', profile.sources.namespaces],
    ['collectors', profile.collectors],
    ['actions', profile.actions],
    ['review', profile.review],
  ] as const;
  for (const [field, values] of lists) {
    const twice = repeated(values);
    if (twice !== undefined) return `${field}: expected each once, found ${twice} twice`;
  }
  return undefined;
};

/** The first thing wrong with profiles that their schema cannot see, as one line with the file, or undefined. */
export const profileProblem = (profiles: Profiles, prompts: ReadonlySet<string>): string | undefined => {
  for (const [id, profile] of Object.entries(profiles)) {
    const problem = oneProblem(profile, prompts);
    if (problem !== undefined) return `profiles/${id}.yaml: ${problem}`;
  }
  return undefined;
};

/** What a runbook has read: every list of its evidence with something in it, and every switch that is on. */
const readBy = ({ evidence }: Pick<Runbook, 'evidence'>): Collector[] =>
  collectors.filter((name) => {
    const wanted = evidence[name];
    return Array.isArray(wanted) ? wanted.length > 0 : wanted !== undefined && wanted !== false;
  });

/** Why a runbook is more than its profile has, as `field: expected …, found …`, or undefined. */
export const beyondProfile = (runbook: Runbook, profiles: Profiles): string | undefined => {
  const { match, profile: id, remedies } = runbook;
  const profile = profileOf(profiles, id);
  if (profile === undefined) {
    return `profile: expected one of profiles/ (${listed(Object.keys(profiles))}), found ${id}`;
  }
  const { sources, collectors: has, actions } = profile;
  const only = (what: string, names: readonly string[]): string =>
    `expected ${what} of profile ${id} (${listed(names)})`;
  if (!sources.namespaces.includes(match.namespace)) {
    return `match.namespace: ${only('a source', sources.namespaces)}, found ${match.namespace}`;
  }
  const reads = readBy(runbook).find((name) => !has.includes(name));
  if (reads !== undefined) return `evidence.${reads}: ${only('a collector', has)}, found ${reads}`;
  const offers = remedies
    .flatMap((remedy) => [remedy.actions, ...remedy.alternatives.map((one) => one.actions)])
    .flat()
    .find((action) => !actions.includes(action.id));
  return offers === undefined ? undefined : `remedies: ${only('an action', actions)}, found ${offers.id}`;
};
