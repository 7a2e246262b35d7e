import { type Authority, verifyAuthority } from '../../core/approval/authority.ts';
import { readClaimed } from '../../core/approval/claimed.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { type Resource, resourceKey } from '../../core/incident/resource.ts';
import { JournalEntry } from '../../core/remediation/journal.ts';
import { reversed, touchedValues } from '../../core/remediation/observe.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { Ledger } from './ledger.ts';
import { maxSkewMs } from './skew.ts';

/** The ports as they are below every fault and every planted bug: what really is in them. */
export type Truth = Pick<LocalPorts, 'table' | 'proofVerifier' | 'policy' | 'claims'> & { now: () => Date };
/** The idempotency key a change belongs to, and everything that was wrong with it at the moment it was made. */
export type Judged = { key: string; problems: string[] };

const direction = { executing: 'apply', rolling_back: 'undo' } as const;
type Direction = (typeof direction)[keyof typeof direction];

/** The one incident that is changing a resource now. */
const changing = (ledger: Ledger, target: Resource): { incident: Incident; way: Direction } | undefined => {
  const [found, ...others] = [...ledger.incidents.values()].flatMap((incident) => {
    const { status, leases } = incident;
    const isChanging = (status === 'executing' || status === 'rolling_back') && leases.includes(resourceKey(target));
    return isChanging ? [{ incident, way: direction[status] }] : [];
  });
  return others.length === 0 ? found : undefined;
};

const authorityFrom = async (truth: Truth, incident: Incident, approvalId: string | undefined) => {
  const claimed = approvalId === undefined ? undefined : await readClaimed(truth.table, approvalId);
  if (claimed === undefined) return undefined;
  const authority = await verifyAuthority(claimed, incident.id, truth.proofVerifier, truth.policy.roster);
  return authority.kind === 'granted' ? authority : undefined;
};

/** Why the proofs do not allow this change at this moment. */
const unproven = async (truth: Truth, incident: Incident, way: Direction, change: Authority): Promise<string[]> => {
  // A deadline is one of the clock of whoever acts, which may be off.
  const late = (by: Date): string[] =>
    truth.now().getTime() > by.getTime() + maxSkewMs ? [`made after ${by.toISOString()}`] : [];
  if (way === 'apply') return late(change.executeBy);
  const asked = await authorityFrom(truth, incident, incident.rollbackApprovalId);
  if (asked !== undefined) return late(asked.rollbackBy);
  return change.rollbackConsented ? late(change.rollbackBy) : ['undone without consent'];
};

const unrecorded = (ledger: Ledger, incident: Incident, key: string, prior: Record<string, unknown>): string[] => {
  const line = lineOf(ledger, incident, key);
  if (line?.status !== 'started') return [`made without a journal line (${line?.status ?? 'none'})`];
  // It may say more, such as a value under a second name.
  const same = Object.entries(prior).every(([path, value]) => line.prior[path] === value);
  return same ? [] : ['its journal line holds another prior state'];
};

const keyOf = ({ approvalId }: Authority, n: number, way: Direction): string =>
  `${approvalId}/${n}${way === 'undo' ? '/undo' : ''}`;

/** The action this is about: of several on one resource the one that is begun and not ended, else the first. */
const stepOf = (ledger: Ledger, incident: Incident, change: Authority, way: Direction, name: string): number => {
  const own = [...change.proposal.actions.entries()].filter(([, planned]) => resourceKey(planned.target) === name);
  const begun = own.find(([n]) => lineOf(ledger, incident, keyOf(change, n, way))?.status === 'started');
  return (begun ?? own[0])?.[0] ?? -1;
};

const lineOf = (ledger: Ledger, incident: Incident, key: string): JournalEntry | undefined => {
  return JournalEntry.safeParse(ledger.peek(keys.journal(incident.id, key))?.['body']).data;
};

/** What must be true at the moment before a resource is changed: leased, approved by a proof, in time, claimed, journalled. */
export const judgeChange = async (truth: Truth, ledger: Ledger, target: Resource): Promise<Judged> => {
  const name = resourceKey(target);
  const found = changing(ledger, target);
  if (found === undefined) return { key: `nobody/${name}`, problems: [`${name}: nobody is changing it`] };
  const { incident, way } = found;
  const change = await authorityFrom(truth, incident, incident.approvalId);
  if (change === undefined) return { key: `${incident.id}/${name}`, problems: [`${name}: changed without a proof`] };

  const n = stepOf(ledger, incident, change, way, name);
  const touched = change.proposal.actions[n]?.touched ?? [];
  const key = keyOf(change, n, way);
  const fields = way === 'undo' ? reversed(touched) : touched;
  const prior = touchedValues(fields, Object.fromEntries(fields.map(({ path, before }) => [path, before])));
  const problems = [
    ...(n < 0 ? ['is not in the approved proposal'] : []),
    ...(await unproven(truth, incident, way, change)),
    ...unrecorded(ledger, incident, key, prior),
    ...(truth.claims.taken.has(key) ? [] : ['made without its claim']),
  ];
  return { key, problems: problems.map((problem) => `${name} (${way}): ${problem}`) };
};
