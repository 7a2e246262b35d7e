import type { Notices } from '../../core/approval/ports.ts';
import { type ApprovalLink, capturedNotices } from '../ports/notices.ts';
import type { Inbox } from './inbox.ts';

/**
 * Notices that go out through a real port and come back from the approvers' inboxes: what is kept, and the link that is
 * handed on, is what was received. Throws when somebody received a notice to somebody else.
 */
export const receivedNotices = (
  port: Notices,
  inboxes: readonly Inbox[],
  onLink?: (link: ApprovalLink) => void,
): ReturnType<typeof capturedNotices> => {
  const captured = capturedNotices(onLink);
  const read = async ({ approver, receive }: Inbox): Promise<void> => {
    for (const notice of await receive()) {
      if (notice.to !== undefined && notice.to !== approver) {
        throw new Error(`the endpoint gave ${approver} a notice to ${notice.to}: it ignores the filter policy`);
      }
      await captured.send(notice);
    }
  };
  return {
    ...captured,
    reachable: port.reachable,
    send: async (notice) => {
      await port.send(notice);
      for (const inbox of inboxes) {
        if (notice.to === undefined || notice.to === inbox.approver) await read(inbox);
      }
    },
  };
};
