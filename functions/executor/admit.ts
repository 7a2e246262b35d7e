import { type Authority, bindAuthority, ofAnotherPurpose, verifyProofs } from '../../core/approval/authority.ts';
import { readClaimed } from '../../core/approval/claimed.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { boundHere, type GateDeps, inTime, passGates, switchedOff } from './gates.ts';
import { alarmIn, type AlarmSources, inReach } from './reach.ts';
import { type Refused, refusedBy } from './refusal.ts';
import type { Standing } from './standing.ts';

export type AdmitDeps = GateDeps & { proofVerifier: MacVerifier } & AlarmSources;

/** `recovered` is no refusal: the alarm is OK, so there is nothing to repair. */
export type Verdict = { kind: 'admitted'; authority: Authority; standing: Standing } | { kind: 'recovered' } | Refused;

/**
 * Everything that can say no before credentials are asked for, in the order of `refusals`: the first that does is the
 * reason. What can stop everything comes before what this one approval is worth, and that before the state of things.
 */
export const admit = async (deps: AdmitDeps, incident: Incident): Promise<Verdict> => {
  const off = await switchedOff(deps);
  if (off !== undefined) return off;
  const authority = await authorityNow(deps, incident);
  if (authority.kind === 'refused') return authority;

  const alarm = await alarmIn(deps, incident, authority);
  if (alarm === 'OK') return { kind: 'recovered' };
  if (alarm !== 'ALARM') return refusedBy('alarm', `the alarm is ${alarm}, not in ALARM`);

  const passed = await passGates(deps, incident, authority);
  return passed.kind === 'refused' ? passed : { kind: 'admitted', authority, standing: passed.standing };
};

/** The proofs, then their time, then what is stored now: proofs that are over need not fit anything any more. */
const authorityNow = async (deps: AdmitDeps, incident: Incident): Promise<Authority | Refused> => {
  const claimed = incident.approvalId === undefined ? undefined : await readClaimed(deps.table, incident.approvalId);
  if (claimed === undefined) return refusedBy('proof', 'there is no approval for this incident');
  const { request, choices } = claimed;
  if (request.purpose !== 'change') return refusedBy('proof', ofAnotherPurpose(request, 'change'));
  const proven = await verifyProofs(claimed, incident.id, deps.proofVerifier, deps.policy.roster);
  if (proven.kind === 'refused') return refusedBy(proven.about, proven.reason);
  const late = inTime(deps, proven);
  if (late !== undefined) return late;
  const bound = bindAuthority(proven, choices, deps.policy.policy);
  if (bound.kind === 'refused') return refusedBy(bound.about, bound.reason);
  return boundHere(deps, incident, bound) ?? inReach(deps, bound) ?? bound;
};
