import type { Roster } from '../../core/policy/roster.ts';
import { decideByLink, type Post } from './decide-by-link.ts';
import type { Engine } from '../engine/types.ts';
import type { Tell } from './news.ts';
import type { ApprovalLink } from '../ports/notices.ts';
import type { Decision } from '../scenarios/scenario.ts';
import { signedPost } from './signed-post.ts';

export type Decider = { onLink(link: ApprovalLink): void; settled(): Promise<void> };

/**
 * Uses the links of those who decide, in the order in which they were named, over HTTP like a browser; what a link does
 * not decide they sign, with the first ARN that the roster has of them. A reminder is not another decision. While it is
 * on its way a virtual clock does not jump.
 */
export const scriptedDecider = (
  decision: Decision | { kind: 'person' },
  reason: string,
  engine: () => Engine,
  roster: Roster,
  tell: Tell,
  /** Somebody asked for the rollback of a good change: whoever else is sent a link of it approves. */
  released = false,
): Decider => {
  const names = decision.kind === 'approve' ? decision.by : decision.kind === 'reject' ? [decision.by] : [];
  const links = new Map<string, ApprovalLink>();
  const used = new Set<string>();
  let work = Promise.resolve();

  const signedBy = (person: string, link: string): Post | undefined => {
    const arn = roster.approvers.find(({ id }) => id === person)?.iam[0];
    const approvalId = new URL(link).pathname.split('/').at(-1);
    return arn === undefined || approvalId === undefined ? undefined : signedPost(engine(), approvalId, arn);
  };

  const decide = async ({ to, link }: ApprovalLink): Promise<void> => {
    const release = engine().hold();
    try {
      const says = decision.kind === 'reject' ? 'reject' : 'approve';
      const answer = await decideByLink(link, says, reason, { signed: signedBy(to, link) });
      tell({ kind: 'answered', by: to, message: answer.message });
    } finally {
      release();
    }
  };

  return {
    onLink: (link) => {
      if (released && decision.kind === 'approve' && link.kind === 'rollback-request') {
        const own = `${link.incidentId} ${link.kind} ${link.to}`;
        if (!used.has(own)) work = work.then(() => decide(link));
        used.add(own);
        return;
      }
      links.set(`${link.incidentId} ${link.kind} ${link.to}`, link);
      for (const name of names) {
        const key = `${link.incidentId} ${link.kind} ${name}`;
        const theirs = links.get(key);
        // Whoever was named first decides first.
        if (theirs === undefined) break;
        if (used.has(key)) continue;
        used.add(key);
        work = work.then(() => decide(theirs));
      }
    },
    settled: () => work,
  };
};
