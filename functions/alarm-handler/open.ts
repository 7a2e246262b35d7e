import type { Alarm } from '../../core/incident/alarm.ts';
import { type Correlation, onAlarm } from '../../core/incident/correlate.ts';
import { correlationWrite, joinedWrite } from '../../core/incident/correlation-item.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { heldByPerson } from '../../core/incident/lifecycle.ts';
import { type Known, openIncident } from '../../core/incident/open-incident.ts';
import { scopeKey } from '../../core/incident/resource.ts';
import { opening, readIncident, type Step, stepWrites } from '../../core/incident/step.ts';
import type { Write } from '../../core/incident/table.ts';
import { type Target, targetOf } from '../../core/policy/alarm-target.ts';
import { newIncident } from '../../core/policy/new-incident.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Deps, Outcome } from './outcome.ts';
import { settle } from './settle.ts';

/** What is written in the same transaction, for the incident that the alarm opens or joins. */
export type Beside = (incidentId: string) => Write[];
const nothingBeside: Beside = () => [];

/** Takes in an alarm that fired: it opens an incident for its resource or joins the one that is open. */
export const openOrJoin = (deps: Deps, alarm: Alarm, spoke: string | undefined): Promise<Outcome> => {
  const target = targetOf(deps.policy, alarm);
  const scope = scopeKey(target.resource, spoke);
  return settle(deps, `the incident of ${scope}`, async () =>
    openOrJoinOnce(deps, alarm, { target, scope, spoke }, await openIncident(deps.table, scope), nothingBeside),
  );
};

type Place = { target: Target; scope: string; spoke: string | undefined };

/** One try; `lost` when something that it was decided by changed meanwhile. */
export const openOrJoinOnce = async (
  deps: Deps,
  alarm: Alarm,
  { target, scope, spoke }: Place,
  { correlation, incident }: Known,
  beside: Beside,
): Promise<Outcome | 'lost'> => {
  const decided = onAlarm(alarm, correlation, incident !== undefined);
  if (decided.kind === 'duplicate') return decided;
  if (decided.kind === 'join' && incident !== undefined) {
    return join(deps, alarm, scope, incident, correlation, decided.next, beside);
  }
  return open(deps, newIncident(alarm, target, deps.now(), spoke), scope, correlation, decided.next, beside);
};

/** Holds the transaction to an incident that is in the state in which it was read. */
export const unmoved = ({ id, status }: Incident): Write => ({
  kind: 'check',
  key: keys.incident(id),
  when: [{ attribute: 'status', is: 'equal', value: status }],
});

/**
 * The check keeps the alarm from joining an incident that ends in the same moment: nobody would look at it again. Nor
 * does anybody look at one that was told once and has no deadline, so such a one is told once more.
 */
const join = async (
  { table, now, versions }: Deps,
  alarm: Alarm,
  scope: string,
  incident: Incident,
  known: Correlation | undefined,
  next: Correlation,
  beside: Beside,
): Promise<Outcome | 'lost'> => {
  const at = now();
  const { status } = incident;
  const digests = { alarm: sha256(alarm) };
  const state: Write[] = heldByPerson.has(status)
    ? stepWrites(incident, { to: status, by: 'alarm-handler', at, digests, versions })
    : [unmoved(incident)];
  const { kind } = await table.transact([
    ...state,
    correlationWrite(scope, known, next, at),
    joinedWrite(incident.id, alarm, at),
    ...beside(incident.id),
  ]);
  return kind === 'lost' ? 'lost' : { kind: 'correlated', incidentId: incident.id };
};

const open = async (
  { table, versions }: Deps,
  incident: Incident,
  scope: string,
  known: Correlation | undefined,
  next: Correlation,
  beside: Beside,
): Promise<Outcome | 'lost'> => {
  const at = new Date(incident.openedAt);
  const step: Step = {
    to: incident.status,
    by: 'alarm-handler',
    at,
    ...(incident.reason === undefined ? {} : { reason: incident.reason }),
    digests: { alarm: sha256(incident.alarm) },
    versions,
  };
  const { kind } = await table.transact([
    ...opening(incident, step),
    correlationWrite(scope, known, next, at),
    ...beside(incident.id),
  ]);
  if (kind === 'committed') {
    return {
      kind: 'opened',
      incidentId: incident.id,
      status: incident.status === 'detected' ? 'detected' : 'report_only',
    };
  }
  const same = await readIncident(table, incident.id);
  return same === undefined ? 'lost' : { kind: 'duplicate', incidentId: incident.id };
};
