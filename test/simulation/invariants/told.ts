import * as z from 'zod';
import type { Notice } from '../../../core/approval/ports.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import type { DeadLetter } from '../../../local/engine/types.ts';
import type { End, MakeInvariant, Scene } from './invariant.ts';

const Data = z.object({ incidentId: z.string(), kind: z.string() });
const Gathered = z.object({ to: z.array(z.string()), incidentId: z.string(), status: z.string() });
const StepEvent = z.object({ detail: z.object({ incidentId: z.string() }) });

const nameOf = (to: Notice['to']): string => ('approver' in to ? to.approver : to.audience);

/** Everybody on duty, and the channels and programs. */
const everybody = ({ now, ports }: Scene): string[] => {
  const at = now().getTime();
  const present = ports().policy.roster.approvers.filter(
    ({ away }) => !away.some(({ from, until }) => Date.parse(from) <= at && at < Date.parse(until)),
  );
  return [...present.map(({ id }) => id), 'chat', 'machine'];
};

/** A message that nobody could send lies in a queue, and every queue has an alarm for its first message. */
const isLost = (letters: readonly DeadLetter[], id: string): boolean =>
  letters.some(
    ({ function: name, queue, event }) =>
      name === 'notifier' && queue !== undefined && StepEvent.safeParse(event).data?.detail.incidentId === id,
  );

/** Asked before it was over, for a time that ran out without an answer. */
const asking: Readonly<Record<string, readonly string[]>> = {
  expired: ['approval-request'],
  rollback_failed: ['rollback-request', 'awaiting_rollback_approval'],
  resolved: ['rollback-request', 'awaiting_rollback_approval'],
};

const unasked = (scene: Scene, { id, status }: Incident, told: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
  const ranOut = scene.ledger.log(id).some(({ from, to, by }) => {
    const waited = from === 'awaiting_approval' || from === 'awaiting_rollback_approval';
    return waited && by === 'timekeeper' && to === status;
  });
  const kinds = asking[status] ?? [];
  return !ranOut || kinds.some((kind) => (told.get(kind)?.size ?? 0) > 0)
    ? []
    : [`${id} is ${status}, and nobody was asked before`];
};

/**
 * Where an incident came to rest everybody on duty, the channels and the programs were told; where people let a time run
 * out they had been asked. What could not be sent lies in a dead-letter queue.
 */
export const told: MakeInvariant = (scene) => {
  const kinds = new Map<string, Map<string, Set<string>>>();
  const heard = (incidentId: string, kind: string, name: string): void => {
    const own = kinds.get(incidentId) ?? new Map<string, Set<string>>();
    kinds.set(incidentId, own);
    const names = own.get(kind) ?? new Set<string>();
    own.set(kind, names);
    names.add(name);
  };
  return {
    // Beyond the notices of an hour a digest tells of what was gathered.
    transaction: ({ written }) => {
      for (const { item } of written) {
        const data = Array.isArray(item?.['to']) ? Gathered.safeParse(item).data : undefined;
        if (data === undefined) continue;
        for (const to of data.to) heard(data.incidentId, data.status, to.slice(to.indexOf('/') + 1));
      }
      return [];
    },
    notice: ({ to, data }) => {
      const by = scene.running();
      // A channel gets words and no data: what it is about is what the run is about.
      const about = Data.safeParse(data).data ?? { incidentId: by?.incidentId ?? '', kind: by?.status ?? '' };
      heard(about.incidentId, about.kind, nameOf(to));
      return [];
    },
    end: ({ deadLetters }: End) =>
      [...scene.ledger.incidents.values()]
        .filter(({ id }) => !isLost(deadLetters, id))
        .flatMap((incident) => {
          const { id, status } = incident;
          const own = kinds.get(id) ?? new Map<string, Set<string>>();
          const missed = everybody(scene).filter((name) => own.get(status)?.has(name) !== true);
          return [
            ...(missed.length === 0 ? [] : [`${id} is ${status}, and ${missed.join(', ')} did not hear of it`]),
            ...unasked(scene, incident, own),
          ];
        }),
  };
};
