import { linkToken, linkUrl } from '../../core/approval/link.ts';
import type { Line } from '../../core/approval/notice/line.ts';
import { type Message, noticesToAudiences, noticeTo } from '../../core/approval/notice/message.ts';
import type { MacGenerator, Notices, Recipient } from '../../core/approval/ports.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Approver } from '../../core/policy/roster.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { deliver, type Outgoing, ready } from './deliver.ts';
import { deliverWithinBudget } from './within-budget.ts';

type Deps = {
  log: Log;
  meter: Meter;
  notices: Notices;
  linkGenerator: MacGenerator;
  table: Table;
  once: Once;
  now: () => Date;
  policy: PolicyLayer;
  approvalBaseUrl: string;
};

export type Asking = {
  request: ApprovalRequest;
  message: Message;
  /** What is said around the link. */
  lines: readonly Line[];
  /** Who is sent a link of their own. */
  asked: readonly Approver[];
  /** Who is told without one. */
  told: readonly Approver[];
  /** Whether nobody decided anything yet: then it is within the budget of the hour. */
  causedByAlarm: boolean;
  /** The step of the incident: a reminder is a step of its own and makes the same token again. */
  seq: number;
};

/**
 * Whether links may be sent over the topic now. It was looked at when the request was opened; somebody may have subscribed
 * since. While they may not, everybody is told without a link and a person who does not depend on the topic learns of it.
 */
const mayCarryLinks = async ({ notices, meter, log }: Deps, { request }: Asking): Promise<boolean> => {
  const { unsafe } = await notices.reach(request.approvers);
  if (unsafe.length === 0) return true;
  meter.count('ApproversNotReached');
  log.error('links are held back: a subscription could receive those of others', {
    incident: request.incidentId,
    subscriptions: unsafe.map(({ id, why }) => `${id}: ${why}`),
  });
  return false;
};

/**
 * Sends each approver their own link, once per step, and tells the channels and programs of the request without one.
 * Returns how many got a link; whoever's hour holds no more notices is not one of them. Throws when nobody could be told, so
 * that it is tried again.
 */
export const sendLinks = async (deps: Deps, asking: Asking): Promise<number> => {
  const { request, message, lines, asked, told, seq } = asking;
  const { languages } = deps.policy;
  const safe = await mayCarryLinks(deps, asking);
  // Everybody who is left has gone away since the request was opened.
  if (asked.length === 0) deps.meter.count('ApproversNotReached');
  const withLink = (person: Approver): Outgoing => ({
    to: { approver: person.id },
    make: async () => {
      const token = await linkToken(deps.linkGenerator, request, person.id);
      const link = linkUrl(deps.approvalBaseUrl, request.approvalId, token);
      return noticeTo(person, message, languages, { link, lines });
    },
  });
  const withheld: Message = { ...message, lines: [...message.lines, { says: 'linkWithheld' }] };
  const about = `${request.approvalId}/${seq}`;
  const outgoing = [
    ...asked.map((person) => (safe ? withLink(person) : ready(noticeTo(person, withheld, languages)))),
    ...told.map((person) => ready(noticeTo(person, message, languages))),
    ...noticesToAudiences(message, languages).map(ready),
  ];
  const { id: incidentId, service, severity, status } = message.incident;
  // A change is asked for because an alarm fired; a rollback, or whoever is left of a quorum, because a person decided.
  const { failures, gathered } = asking.causedByAlarm
    ? await deliverWithinBudget(deps, { about, incidentId, service, severity, status }, outgoing)
    : { failures: await deliver(deps, about, outgoing), gathered: [] };
  const peopleOf = (some: readonly Recipient[]): string[] =>
    some.flatMap((to) => ('approver' in to ? [to.approver] : []));
  const missed = new Set([...peopleOf(failures.map(({ to }) => to)), ...peopleOf(gathered)]);
  const reached = asked.filter(({ id }) => !missed.has(id)).length;
  const [first] = failures;
  if (first !== undefined && reached === 0) {
    throw new Error('no approver could be sent a link', { cause: first.error });
  }
  // Whoever was missed is reminded in five minutes; until then the others can decide.
  if (first !== undefined) {
    deps.meter.count('LinksNotSent', failures.length);
    deps.log.error('a notice of a request could not be sent', {
      incident: request.incidentId,
      reached,
      error: String(first.error),
    });
  }
  return safe ? reached : 0;
};
