import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Engine } from '../engine/types.ts';
import type { followIncidents } from './follow.ts';
import { signedOperation } from './signed-post.ts';

type Options = { release?: string; reason: string; policy: Pick<PolicyLayer, 'roster'> };
type Released = { kind: 'ended' } | { kind: 'stuck'; message: string };

/** A request of 15 minutes, then a rollback that a provider may take minutes for. */
const longest = { virtualMs: 3_600_000 };

/**
 * Asks, as this person signs it, that the change of the last incident be taken back where that is resolved, and waits until
 * it has ended once more. Nothing without a person, or where there is nothing to take back.
 */
export const release = async (
  engine: Engine,
  { release: person, reason, policy }: Options,
  incidents: ReturnType<typeof followIncidents>,
): Promise<Released> => {
  const last = incidents.all().at(-1);
  if (person === undefined || last?.status !== 'resolved') return { kind: 'ended' };
  const arn = policy.roster.approvers.find(({ id }) => id === person)?.iam[0];
  if (arn === undefined) return { kind: 'stuck', message: `${person} has no ARN in the roster to sign with` };
  const { status, message } = await signedOperation(engine, 'request-rollback', { incidentId: last.id, reason }, arn);
  if (status !== 200) return { kind: 'stuck', message: `${person} asked for the rollback in vain: ${message}` };
  const isAgain = (): boolean =>
    incidents.ended(1) && incidents.all().some(({ id, seq }) => id === last.id && seq > last.seq);
  const outcome = await engine.runUntil(isAgain, longest);
  return isAgain()
    ? { kind: 'ended' }
    : { kind: 'stuck', message: `the rollback of ${last.id} does not end: ${outcome}` };
};
