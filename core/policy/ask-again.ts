import { correlationWrite } from '../incident/correlation-item.ts';
import { onAsked } from '../incident/correlate.ts';
import type { Incident } from '../incident/incident.ts';
import { incidentIdFor } from '../incident/incident-id.ts';
import { keys, prefixes } from '../incident/keys.ts';
import { endedWithoutChange } from '../incident/lifecycle.ts';
import { openIncident } from '../incident/open-incident.ts';
import { scopeKey } from '../incident/resource.ts';
import { opening, purgeAt, type Versions } from '../incident/step.ts';
import type { Table, Write } from '../incident/table.ts';
import { cleanText } from '../incident/text.ts';
import { sha256 } from '../remediation/digest.ts';
import { targetOf } from './alarm-target.ts';
import { newIncident } from './new-incident.ts';
import type { PolicyLayer } from './layer.ts';

/** So many incidents one person opens in a clock hour: each costs an analysis and wakes people. */
export const mostAskedInHour = 5;

type Deps = { table: Table; policy: Pick<PolicyLayer, 'profiles' | 'runbooks'>; versions: Versions; now: () => Date };
export type AskedAgain =
  | { kind: 'opened'; incidentId: string }
  /** The resource has an incident that is not over. */
  | { kind: 'open'; incident: Incident }
  | { kind: 'refused'; reason: string };

/** One more of the hour's budget, or undefined where it is spent. The write fails where somebody else took the slot. */
const slotOf = async (table: Table, person: string, about: string, at: Date): Promise<Write | undefined> => {
  const hour = at.toISOString().slice(0, 13);
  const { length } = await table.list(keys.askedSlot(hour, person, 0).pk, prefixes.slot);
  if (length >= mostAskedInHour) return undefined;
  return { kind: 'create', item: { ...keys.askedSlot(hour, person, length), about, purgeAt: purgeAt(at) } };
};

const refused = (reason: string): AskedAgain => ({ kind: 'refused', reason });

/**
 * Opens a new incident for the alarm and the resource of one that ended without a change, in the name of whoever asks, by
 * the lifecycle of every other: nothing of it is decided, and they may not approve what comes of it. `lost` when
 * something it was decided by changed meanwhile.
 */
export const askAgain = async (
  { table, policy, versions, now }: Deps,
  person: string,
  ended: Incident,
  why: string,
): Promise<AskedAgain | 'lost'> => {
  const target = targetOf(policy, ended.alarm);
  const scope = scopeKey(target.resource, ended.spoke);
  const { correlation, incident: open } = await openIncident(table, scope);
  if (open !== undefined) return { kind: 'open', incident: open };
  if (!endedWithoutChange.has(ended.status)) {
    return refused(`it is ${ended.status.replaceAll('_', ' ')}: only what ended without a change is looked at again`);
  }
  if (target.kind === 'unmatched') return refused(target.reason);

  const at = now();
  const id = incidentIdFor({ arn: ended.alarm.arn, at: at.toISOString() });
  const slot = await slotOf(table, person, id, at);
  if (slot === undefined) {
    return refused(`${person} asked for ${mostAskedInHour} incidents in this hour, which is the most`);
  }
  const incident: Incident = { ...newIncident(ended.alarm, target, at, ended.spoke), id, askedBy: person };
  const { kind } = await table.transact([
    ...opening(incident, {
      to: 'detected',
      by: 'mcp',
      at,
      person,
      reason: cleanText(`asked for by ${person} after ${ended.id}: ${why}`, 600),
      digests: { alarm: sha256(ended.alarm) },
      versions,
    }),
    correlationWrite(scope, correlation, onAsked(ended.alarm, correlation, id), at),
    slot,
  ]);
  return kind === 'committed' ? { kind: 'opened', incidentId: id } : 'lost';
};
