import * as z from 'zod';
import type { Notice, Notices } from '../../core/approval/ports.ts';

/** What the embedded stack needs of a notice that carries a link. */
const LinkData = z.object({ incidentId: z.string(), kind: z.string(), link: z.url() });
export type ApprovalLink = { to: string; incidentId: string; kind: string; link: string };

/** Notices that are kept instead of sent; everybody can be reached. `onLink` hears of every approval link. */
export const capturedNotices = (
  onLink: (link: ApprovalLink) => void = () => {},
): Notices & { sent: readonly Notice[]; links: readonly ApprovalLink[] } => {
  const sent: Notice[] = [];
  const links: ApprovalLink[] = [];
  return {
    sent,
    links,
    async send(notice) {
      sent.push(notice);
      const { success, data } = LinkData.safeParse(notice.data);
      if (!('approver' in notice.to) || !success) return;
      const link = { to: notice.to.approver, incidentId: data.incidentId, kind: data.kind, link: data.link };
      links.push(link);
      onLink(link);
    },
    reach: async (approvers) => ({ reachable: [...approvers], unauthenticated: [], unsafe: [] }),
  };
};
