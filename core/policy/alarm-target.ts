import type { Alarm } from '../incident/alarm.ts';
import type { Resource } from '../incident/resource.ts';
import { matchRunbook, resolveResource } from './match-runbook.ts';
import type { PolicyLayer } from './layer.ts';
import { profileOf } from './profile.ts';
import type { Runbook } from './runbook.ts';

/** What an alarm is about; without a runbook it is about itself, and `reason` tells the operator what is missing. */
export type Target =
  | { kind: 'matched'; runbook: Runbook; resource: Resource }
  | { kind: 'unmatched'; reason: string; resource: Resource };

const watched = ({ kind, name, metrics }: Alarm): string => {
  const metric = metrics.find((candidate) => candidate.name !== undefined);
  if (metric === undefined) return `${kind} alarm ${name}, which names no metric`;
  return `namespace ${metric.namespace ?? '(none)'} metric ${metric.name}`;
};

/**
 * The runbook for an alarm and the resource it names. Pure: the OK of an alarm finds the same resource. An alarm that came in
 * another way than its profile knows matches none: a namespace alone does not make a metric a finding, or a bill.
 */
export const targetOf = ({ runbooks, profiles }: Pick<PolicyLayer, 'runbooks' | 'profiles'>, alarm: Alarm): Target => {
  const itself = { kind: 'Alarm', name: alarm.name };
  const runbook = matchRunbook(alarm, runbooks);
  if (runbook === undefined) {
    const reason = `no runbook matches ${watched(alarm)}; add one to layers/policy/runbooks`;
    return { kind: 'unmatched', reason, resource: itself };
  }
  const known = profileOf(profiles, runbook.profile)?.sources.kinds ?? [];
  if (!known.includes(alarm.kind)) {
    const reason = `runbook ${runbook.id} is of profile ${runbook.profile}, which takes no ${alarm.kind} alarms`;
    return { kind: 'unmatched', reason, resource: itself };
  }
  const resolved = resolveResource(alarm, runbook);
  if (resolved.kind === 'resolved') return { kind: 'matched', runbook, resource: resolved.resource };
  const reason = `${resolved.reason}; correct the runbook in layers/policy/runbooks or the alarm's dimensions`;
  return { kind: 'unmatched', reason, resource: itself };
};
