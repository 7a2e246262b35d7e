import type { Change, MakeInvariant, Scene } from './invariant.ts';
import { type Proven, provenBy } from './proofs.ts';

/** Of a rollback: that of the change consented to it and the outcome is clear, or people approved the rollback itself. */
const consentProblem = async (scene: Scene, { incident }: Change, change: Proven): Promise<Date | string> => {
  const asked = await provenBy(scene, incident.rollbackApprovalId);
  if (typeof asked !== 'string') return asked.digest === change.digest ? asked.rollbackBy : 'another change is undone';
  const unclear = scene.ledger.log(incident.id).some(({ to }) => to === 'inconclusive');
  if (!change.consents || unclear) return `undone without consent: ${asked}`;
  return change.rollbackBy;
};

const problem = async (scene: Scene, change: Change): Promise<string | undefined> => {
  const { proven, planned, way, by, at } = change;
  if (typeof proven === 'string') return `changed without a proof: ${proven}`;
  if (planned === undefined) return 'is not in the approved proposal';
  if (proven.proposal.mode !== undefined) return `was proposed in mode ${proven.proposal.mode}`;
  const deadline = way === 'apply' ? proven.executeBy : await consentProblem(scene, change, proven);
  if (typeof deadline === 'string') return deadline;
  // Whoever began in time may finish; whoever began late may not begin.
  const began = (by?.at ?? at).getTime();
  return began - scene.skewMs > deadline.getTime() ? `begun after ${deadline.toISOString()}` : undefined;
};

/**
 * No mutating call without a valid, unexpired approval by enough different people, of the very bytes that the call is of,
 * at the moment of the call; and none of a rollback that nobody allowed.
 */
export const approved: MakeInvariant = (scene) => ({
  change: async (change) => {
    const found = await problem(scene, change);
    return found === undefined ? [] : [`${change.resource} (${change.way}): ${found}`];
  },
});
