import type { Notice } from '../../../core/approval/ports.ts';
import type { Plant } from '../plant.ts';

const sending = (send: (notice: Notice, really: (notice: Notice) => Promise<void>) => Promise<void>): Plant => ({
  ports: (ports) => ({
    ...ports,
    notices: { ...ports.notices, send: (notice) => send(notice, ports.notices.send) },
  }),
});

/** Notices that are said to be sent and are not. */
export const dropping = (isDropped: (notice: Notice) => boolean): Plant =>
  sending(async (notice, really) => (isDropped(notice) ? undefined : really(notice)));

/** Notices that can never be sent. */
export const failing = (fails: (notice: Notice) => boolean): Plant =>
  sending(async (notice, really) => {
    if (fails(notice)) throw new Error('the topic is gone');
    await really(notice);
  });

/** Every notice goes to one person. */
export const misdirecting = (approver: string): Plant =>
  sending((notice, really) => really({ ...notice, to: { approver } }));
