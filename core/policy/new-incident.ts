import type { Alarm } from '../incident/alarm.ts';
import { stepDue } from '../incident/deadline.ts';
import type { Incident } from '../incident/incident.ts';
import { incidentIdFor } from '../incident/incident-id.ts';
import type { Target } from './alarm-target.ts';

/** The incident that an alarm opens. Without a runbook it ends at once, with a reason for a person. */
export const newIncident = (alarm: Alarm, target: Target, at: Date, spoke?: string): Incident => {
  const common = {
    id: incidentIdFor(alarm),
    seq: 1,
    openedAt: at.toISOString(),
    changedAt: at.toISOString(),
    alarm,
    ...(spoke === undefined ? {} : { spoke }),
    resource: target.resource,
    leases: [],
  };
  if (target.kind === 'unmatched') {
    // Nobody said how bad it is or whose it is; the alarm's own name is the best handle a person has.
    return { ...common, status: 'report_only', service: alarm.name, severity: 'medium', reason: target.reason };
  }
  const { id: runbook, service, severity } = target.runbook;
  const due = stepDue('detected', at);
  return { ...common, status: 'detected', runbook, service, severity, due };
};
