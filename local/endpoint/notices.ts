import type { Notices } from '../../core/approval/ports.ts';
import { type ApprovalLink, capturedNotices } from '../ports/notices.ts';
import type { Inbox } from './inbox.ts';

/**
 * Notices that go out through a real port and come back from the approvers' inboxes: what is kept, and the link that is
 * handed on, is what was received. What goes to a channel or a program is received by no approver. Throws when somebody
 * received a notice to somebody else.
 */
export const receivedNotices = (
  port: Notices,
  inboxes: readonly Inbox[],
  onLink?: (link: ApprovalLink) => void,
): ReturnType<typeof capturedNotices> => {
  const captured = capturedNotices(onLink);
  const read = async ({ approver, receive }: Inbox): Promise<void> => {
    for (const notice of await receive()) {
      const to = 'approver' in notice.to ? notice.to.approver : notice.to.audience;
      if (to !== approver) {
        throw new Error(`the endpoint gave ${approver} a notice to ${to}: it ignores the filter policy`);
      }
      await captured.send(notice);
    }
  };
  return {
    ...captured,
    reach: port.reach,
    send: async (notice) => {
      await port.send(notice);
      const { to } = notice;
      const own = inboxes.filter(({ approver }) => 'approver' in to && to.approver === approver);
      for (const inbox of own) await read(inbox);
    },
  };
};
