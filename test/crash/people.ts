import type { Roster } from '../../core/policy/roster.ts';
import type { Engine } from '../../local/engine/types.ts';
import type { ApprovalLink } from '../../local/ports/notices.ts';
import { decideByLink } from '../../local/run/decide-by-link.ts';
import { signedPost } from '../../local/run/signed-post.ts';
import type { Answers } from './stories.ts';

/** A person and what they are about to do: the link is in their mailbox, whatever becomes of who sent it. */
type Appointment = { id: number; at: Date; person: Answers; link: string };

/** Whoever got no answer presses the button again after this time. */
const againMs = 5000;

/** The approvers with their mailboxes, a browser each and, for what a link does not decide, AWS credentials. */
export const people = (asked: readonly Answers[], roster: Roster, api: Pick<Engine, 'invoke'>, now: () => Date) => {
  const links = new Set<string>();
  const open = new Map<number, Appointment>();

  const signed = ({ person, link }: Appointment) => {
    const arn = roster.approvers.find(({ id }) => id === person.id)?.iam[0];
    const approvalId = new URL(link).pathname.split('/').at(-1);
    return arn === undefined || approvalId === undefined ? undefined : signedPost(api, approvalId, arn);
  };
  return {
    onLink: ({ to, link }: ApprovalLink): void => {
      const person = asked.find(({ id }) => id === to);
      // A reminder carries the same link.
      if (person === undefined || links.has(link)) return;
      links.add(link);
      open.set(links.size, {
        id: links.size,
        at: new Date(now().getTime() + person.afterSeconds * 1000),
        person,
        link,
      });
    },
    /** Who will do something, and when. */
    appointments: (): { id: number; at: Date }[] => [...open.values()].map(({ id, at }) => ({ id, at })),
    /** Looks at the page and decides; an appointment stays open until there was an answer. */
    decide: async (id: number): Promise<void> => {
      const appointment = open.get(id);
      if (appointment === undefined) return;
      const { says } = appointment.person;
      try {
        const { status } = await decideByLink(appointment.link, says, 'as seen on the page', {
          signed: signed(appointment),
        });
        if (status < 500) open.delete(id);
      } catch {
        // The process died meanwhile, or has not been started yet.
      }
      appointment.at = new Date(now().getTime() + againMs);
    },
  };
};
