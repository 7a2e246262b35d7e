import { keys } from '../../../core/incident/keys.ts';
import type { TransitionRecord } from '../../../core/incident/step.ts';
import { JournalEntry } from '../../../core/remediation/journal.ts';
import type { MakeInvariant, Scene } from './invariant.ts';
import { choiceOf } from './proofs.ts';

const well: ReadonlySet<string | undefined> = new Set(['succeeded', 'skipped']);

/** The steps that say how the calls of an incident went, and whose lines must bear that out. */
const lines: Partial<Record<TransitionRecord['to'], { name: string; end: string; of: 'all' | 'begun' }>> = {
  executed: { name: 'its action', end: '', of: 'all' },
  rolled_back: { name: 'the undo of its action', end: '/undo', of: 'begun' },
};

const problems = (scene: Scene, { incidentId, to, digests }: TransitionRecord): string[] => {
  const told = lines[to];
  const actions = choiceOf(scene, incidentId, digests['proposal'])?.actions;
  if (told === undefined || actions === undefined) return [];
  const { approvalId } = scene.ledger.incidents.get(incidentId) ?? {};
  const statusOf = (key: string): string | undefined =>
    JournalEntry.safeParse(scene.ledger.peek(keys.journal(incidentId, key))?.['body']).data?.status;
  return actions.flatMap(({ id }, n) => {
    const key = `${approvalId}/${n}`;
    const asked = told.of === 'all' || statusOf(key) !== undefined;
    const status = statusOf(`${key}${told.end}`);
    return !asked || well.has(status)
      ? []
      : [`${incidentId} is ${to}, and the journal says of ${told.name} ${n + 1} (${id}): ${status ?? 'nothing'}`];
  });
};

/**
 * What a step says of the calls follows from the journal: all of them went well where it says `executed`, and whatever was
 * begun was undone, or found to need no undo, where it says `rolled_back`.
 */
export const accounted: MakeInvariant = (scene) => ({
  transaction: ({ steps }) => steps.filter(({ from, to }) => from !== to).flatMap((step) => problems(scene, step)),
});
