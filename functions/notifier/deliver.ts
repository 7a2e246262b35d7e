import type { Notice, Notices, Recipient } from '../../core/approval/ports.ts';
import type { Once } from '../../core/runtime/effects.ts';

type Deps = { notices: Notices; once: Once };

/** A notice that is made when it is sent: a link is not signed twice for an event that is delivered twice. */
export type Outgoing = { to: Recipient; make: () => Promise<Notice> };

/** A notice that could not be sent, and to whom. */
export type Failure = { to: Recipient; error: unknown };

export const ready = (notice: Notice): Outgoing => ({ to: notice.to, make: async () => notice });

/** Of a recipient in keys: `approver/alice`, `audience/chat`. */
export const nameOf = (to: Recipient): string =>
  'approver' in to ? `approver/${to.approver}` : `audience/${to.audience}`;

/**
 * Sends each recipient their own notice, once per `about`: a redelivered event sends only what failed before. What failed
 * is returned, with the recipients it was for: one that cannot be told keeps nobody else from it.
 */
export const deliver = async (
  { notices, once }: Deps,
  about: string,
  outgoing: readonly Outgoing[],
): Promise<Failure[]> => {
  const sent = await Promise.allSettled(
    outgoing.map(({ to, make }) =>
      once(`${about}/${nameOf(to)}`, async () => {
        await notices.send(await make());
        return { sent: true };
      }),
    ),
  );
  return sent.flatMap((result, index) => {
    const one = outgoing[index];
    return result.status === 'rejected' && one !== undefined ? [{ to: one.to, error: result.reason }] : [];
  });
};
