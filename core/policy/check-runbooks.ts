import { unknownPlaceholders } from '../incident/placeholders.ts';
import { catalogue } from '../remediation/catalogue.ts';
import { beyondProfile } from './check-profiles.ts';
import type { Profiles } from './profile.ts';
import { repeated } from './repeated.ts';
import type { Runbook } from './runbook.ts';

export type RunbookFile = { file: string; runbook: Runbook };

/** Which placeholders have a value where; `$dimension.<Name>` everywhere. */
const known = {
  /** The resource is found by the alarm alone. */
  resource: ['cluster'],
  /** Evidence and the expected state know the resource, too. */
  reading: ['cluster', 'kind', 'name', 'namespace'],
  /** The parameters of an action know the signal's container and what scales the workload. */
  parameters: ['cluster', 'kind', 'name', 'namespace', 'container', 'autoscaler'],
} as const;

const placeholderProblem = (runbook: Runbook): string | undefined => {
  const parts = [
    ['resource', runbook.resource, known.resource],
    ['evidence', runbook.evidence, known.reading],
    ['expected', runbook.expected, known.reading],
    ['remedies', runbook.remedies, known.parameters],
  ] as const;
  for (const [field, value, allowed] of parts) {
    const [placeholder] = unknownPlaceholders(value, allowed);
    if (placeholder !== undefined) {
      const names = [...allowed.map((name) => `$${name}`), '$dimension.<Name>'].join(', ');
      return `${field}: expected one of ${names}, found ${placeholder}`;
    }
  }
  return undefined;
};

const metricProblem = ({ evidence, expected }: Runbook): string | undefined => {
  const read = repeated(evidence.metrics.map(({ id }) => id));
  if (read !== undefined) return `evidence.metrics: expected each id once, found ${read} twice`;
  const ids = expected?.metrics.map(({ id }) => id) ?? [];
  const judged = repeated(ids);
  if (judged !== undefined) return `expected.metrics: expected each id once, found ${judged} twice`;
  for (const { id, absence, liveness } of expected?.metrics ?? []) {
    if (absence === 'zero' && liveness === undefined) {
      return `expected.metrics ${id}: expected liveness, because absence is zero, found nothing`;
    }
    if (liveness !== undefined && (liveness === id || !ids.includes(liveness))) {
      return `expected.metrics ${id}: expected liveness to be the id of another metric, found ${liveness}`;
    }
  }
  return undefined;
};

const causeProblem = ({ remedies }: Runbook, categories: ReadonlySet<string>): string | undefined => {
  const unknown = remedies.find(({ cause }) => !categories.has(cause));
  if (unknown !== undefined) return `remedies: expected a cause of docs/causes.json, found ${unknown.cause}`;
  const twice = repeated(remedies.map(({ cause }) => cause));
  return twice === undefined ? undefined : `remedies: expected each cause once, found ${twice} twice`;
};

const actionProblem = ({ remedies }: Runbook): string | undefined => {
  const unknown = remedies
    .flatMap(({ actions, alternatives }) => [actions, ...alternatives.map((one) => one.actions)])
    .flat()
    .find(({ id }) => !catalogue.has(id));
  return unknown === undefined
    ? undefined
    : `remedies: expected an action of the catalogue (${[...catalogue.keys()].join(', ')}), found ${unknown.id}`;
};

/** The metric a runbook is for, with the dimensions it asks for. */
const metricClaim = ({ match }: Runbook, metric: string): string => {
  const dimensions = Object.entries(match.dimensions)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}=${value}`);
  return `metric ${match.namespace} ${metric}${dimensions.join('')}`;
};

/**
 * What the schema cannot see: placeholders that never get a value, metrics that contradict each other, causes and actions
 * that do not exist, what the profile does not have, and two runbooks that want the same id or the same metric. The first
 * problem as one line, or undefined.
 */
export const runbookProblem = (
  files: readonly RunbookFile[],
  categories: ReadonlySet<string>,
  profiles: Profiles,
): string | undefined => {
  const owners = new Map<string, string>();
  for (const { file, runbook } of files) {
    const problem =
      placeholderProblem(runbook) ??
      metricProblem(runbook) ??
      causeProblem(runbook, categories) ??
      actionProblem(runbook) ??
      beyondProfile(runbook, profiles);
    if (problem !== undefined) return `${file}: ${problem}`;
    const claims = [
      ['id', `id ${runbook.id}`],
      ...runbook.match.metrics.map((metric) => ['match.metrics', metricClaim(runbook, metric)]),
    ] as const;
    for (const [field, claim] of claims) {
      const owner = owners.get(claim ?? '');
      if (owner !== undefined) return `${file}: ${field}: expected ${claim} in one runbook, found it in ${owner}, too`;
      owners.set(claim ?? '', file);
    }
  }
  return undefined;
};
