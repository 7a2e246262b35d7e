import * as z from 'zod';
import type { Notices } from '../../../core/approval/ports.ts';

const Data = z.union([
  z.looseObject({ incidentId: z.string(), kind: z.string() }),
  // The notification of the chat service.
  z
    .looseObject({ metadata: z.looseObject({ threadId: z.string(), eventType: z.string() }) })
    .transform(({ metadata }) => ({ incidentId: metadata.threadId, kind: metadata.eventType })),
]);
type Sent = { to: string; incidentId: string; kind: string; atMs: number };

/** Hears of every notice when it is sent, to whom, about what and when, and keeps nothing else of it. */
export const told = (now: () => Date) => {
  const sent: Sent[] = [];
  const heard = (notices: Notices): Notices => ({
    ...notices,
    send: async (notice) => {
      const to = 'approver' in notice.to ? notice.to.approver : notice.to.audience;
      const data = Data.parse(notice.data);
      sent.push({ to, incidentId: data.incidentId, kind: data.kind, atMs: now().getTime() });
    },
  });
  const people = (): Sent[] => sent.filter(({ to }) => to !== 'chat' && to !== 'machine');
  /** Notices and digests to each recipient but programs. */
  const perRecipient = (): Map<string, { notices: number; digests: number }> => {
    const sums = new Map<string, { notices: number; digests: number }>();
    for (const { to, kind } of sent.filter((one) => one.to !== 'machine')) {
      const sum = sums.get(to) ?? { notices: 0, digests: 0 };
      sums.set(to, kind === 'digest' ? { ...sum, digests: sum.digests + 1 } : { ...sum, notices: sum.notices + 1 });
    }
    return sums;
  };
  /** When the first of these was sent about an incident. */
  const firstAbout = (some: readonly Sent[]): Map<string, number> => {
    const first = new Map<string, number>();
    for (const { incidentId, kind, atMs } of some)
      if (kind !== 'digest' && !first.has(incidentId)) first.set(incidentId, atMs);
    return first;
  };
  /** When a person could first know of an incident: by a notice of its own, or by the digest after it was gathered. */
  const toPeopleAtAll = (): Map<string, number> => {
    const singly = firstAbout(people());
    const digests = people().filter(({ kind }) => kind === 'digest');
    const first = new Map<string, number>();
    for (const [id, atMs] of firstAbout(sent.filter(({ to }) => to === 'machine'))) {
      const times = [singly.get(id), digests.find((one) => one.atMs >= atMs)?.atMs].filter(
        (time) => time !== undefined,
      );
      if (times.length > 0) first.set(id, Math.min(...times));
    }
    return first;
  };
  return {
    heard,
    perRecipient,
    toPeopleAtAll,
    toPeople: () => firstAbout(people()),
    toPrograms: () => firstAbout(sent.filter(({ to }) => to === 'machine')),
  };
};
export type Told = ReturnType<typeof told>;
