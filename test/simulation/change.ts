import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Resource } from '../../core/incident/resource.ts';
import { JournalEntry } from '../../core/remediation/journal.ts';
import type { SessionRequest } from '../../core/remediation/ports.ts';
import type { Provider } from '../../core/remediation/provider.ts';
import type { Change, Scene } from './invariants/invariant.ts';
import { type Proven, provenBy } from './invariants/proofs.ts';
import { viewOf } from './invariants/resource-view.ts';
import { scopeOf } from './invariants/scope.ts';

/** A call as it reaches the world. */
export type Call = {
  request: SessionRequest;
  provider: Provider;
  call: string;
  args: readonly unknown[];
  target: Resource;
};

const ways: Partial<Record<Incident['status'], Change['way']>> = { executing: 'apply', rolling_back: 'undo' };

/** The action this is about: of several on one resource the one that is begun and not ended, else the first. */
const stepOf = ({ ledger }: Scene, id: string, { proposal, approvalId }: Proven, way: Change['way'], name: string) => {
  const keyOf = (n: number): string => `${approvalId}/${n}${way === 'undo' ? '/undo' : ''}`;
  const own = [...proposal.actions.entries()].filter(([, { target }]) => scopeOf(target, undefined) === name);
  const isBegun = (n: number): boolean =>
    JournalEntry.safeParse(ledger.peek(keys.journal(id, keyOf(n)))?.['body']).data?.status === 'started';
  const [n, planned] = own.find(([number]) => isBegun(number)) ?? own[0] ?? [];
  return n === undefined ? undefined : { key: keyOf(n), planned };
};

/** Everything that is known of a call at the moment before it is made, or a sentence when nobody may be making one. */
export const changeOf = async (
  scene: Scene,
  sent: Map<string, number>,
  { request, provider, call, args, target }: Call,
): Promise<Change | string> => {
  const incident = scene.ledger.incidents.get(request.incidentId);
  const name = scopeOf(target, undefined);
  if (incident === undefined) return `${name}: changed for no incident`;
  const way = ways[incident.status];
  if (way === undefined) return `${name}: changed while ${incident.id} is ${incident.status}`;
  const [proven, before] = await Promise.all([
    provenBy(scene, incident.approvalId),
    viewOf(provider, target, scene.world().readers),
  ]);
  const step = typeof proven === 'string' ? undefined : stepOf(scene, incident.id, proven, way, name);
  const key = step?.key ?? `${incident.id}/${name}`;
  const times = (sent.get(key) ?? 0) + 1;
  sent.set(key, times);
  return {
    at: scene.now(),
    by: scene.running(),
    request,
    provider,
    call,
    args,
    target,
    resource: scopeOf(target, incident.spoke),
    incident,
    way,
    proven,
    planned: step?.planned,
    key,
    times,
    before,
  };
};
