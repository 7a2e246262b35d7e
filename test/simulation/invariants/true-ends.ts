import { actionOf } from '../../../core/remediation/catalogue.ts';
import { fieldsOf, says } from './approved-values.ts';
import type { MakeInvariant, Scene } from './invariant.ts';
import { choiceOf } from './proofs.ts';

/** The alarm may flap between the look of the validator and its step, within one run of it. */
const lookedMs = 60_000;

/** What was approved is in place: this system put it there, or somebody did. */
const missing = async (scene: Scene, id: string, digest: string | undefined, done: ReadonlySet<string>) => {
  const proposal = choiceOf(scene, id, digest);
  if (proposal === undefined) return [`${id} is resolved by a change that nobody stored`];
  const { approvalId } = scene.ledger.incidents.get(id) ?? {};
  const problems: string[] = [];
  for (const [n, planned] of proposal.actions.entries()) {
    const fields = fieldsOf({ planned, way: 'apply' });
    const changes = fields.some(({ before, after }) => !says(before, after));
    if (!changes || done.has(`${approvalId}/${n}`)) continue;
    const state = (await actionOf(planned).describe(planned.parameters, scene.world().readers)) ?? {};
    if (fields.every(({ path, after }) => says(state[path], after))) continue;
    problems.push(`${id} is resolved, and ${planned.id} on ${planned.target.name} never took effect`);
  }
  return problems;
};

/** `resolved` is true: every approved action took effect, and the alarm that fired is OK. No data is not success. */
export const trueEnds: MakeInvariant = (scene) => {
  const done = new Set<string>();
  return {
    effect: ({ key, diff }) => {
      if (diff.length > 0) done.add(key);
      return [];
    },
    transaction: ({ steps, at }) =>
      steps
        // Where nobody takes the change back, it ends as it had, and nothing is looked at.
        .filter(({ from, to }) => to === 'resolved' && from === 'executed')
        .flatMap(({ incidentId }) => {
          const executed = scene.ledger.log(incidentId).findLast(({ from, to }) => to === 'executed' && from !== to);
          scene.soon(missing(scene, incidentId, executed?.digests['proposal'], done));
          const alarm = scene.ledger.incidents.get(incidentId)?.alarm.name;
          const subject = scene.world().subjects.find((one) => one.alarm.name === alarm);
          const moments = [at, new Date(at.getTime() - lookedMs)];
          const isOk = subject === undefined || moments.some((moment) => subject.alarmAt(moment) === 'OK');
          return isOk ? [] : [`${incidentId} is resolved, and its alarm still fires`];
        }),
  };
};
