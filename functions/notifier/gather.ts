import * as z from 'zod';
import { type Gathered, hourOf, windowOf } from '../../core/approval/notice/budget.ts';
import { digestMessage } from '../../core/approval/notice/digest-message.ts';
import { type Message, noticesToAudiences, noticeTo } from '../../core/approval/notice/message.ts';
import type { Notice, Notices, Recipient } from '../../core/approval/ports.ts';
import { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { purgeAt } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { languageTag } from '../../core/policy/language/language.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Log, Meter, Once } from '../../core/runtime/effects.ts';
import { deliver, type Failure, nameOf, ready } from './deliver.ts';

export type GatherDeps = {
  table: Table;
  policy: Pick<PolicyLayer, 'roster' | 'languages'>;
  notices: Notices;
  once: Once;
  now: () => Date;
  log: Log;
  meter: Meter;
  approvalBaseUrl: string;
};

const Kept = z.object({
  to: z.array(z.string()),
  incidentId: z.string(),
  service: Incident.shape.service,
  severity: Incident.shape.severity,
  status: Incident.shape.status,
});

/**
 * Keeps what these recipients are not told singly, and sends each one the digest of this hour unless they had one within the
 * last five minutes. It tells of the whole hour: one that could not be sent is made good by the next.
 */
export const gather = async (
  deps: GatherDeps,
  { about, incidentId, ...what }: Gathered & { about: string },
  recipients: readonly Recipient[],
): Promise<Failure[]> => {
  const { table, now, meter, log } = deps;
  const at = now();
  const hour = hourOf(at);
  const to = recipients.map(nameOf);
  const item = { ...keys.noticeGathered(hour, about), to, incidentId, ...what, purgeAt: purgeAt(at) };
  await table.transact([{ kind: 'create', item }]);
  meter.count('NoticesGathered', to.length);
  log.warn('more notices than an hour may have: gathered', { incident: incidentId, to });
  const failures = await Promise.all(recipients.map((recipient) => sendDigest(deps, recipient, at)));
  return failures.flat();
};

const sendDigest = async (deps: GatherDeps, to: Recipient, at: Date): Promise<Failure[]> => {
  const { table, approvalBaseUrl: baseUrl } = deps;
  const [hour, window, name] = [hourOf(at), windowOf(at), nameOf(to)];
  const key = keys.noticeDigest(hour, name, window);
  const { kind } = await table.transact([{ kind: 'create', item: { ...key, purgeAt: purgeAt(at) } }]);
  if (kind === 'lost') return [];
  const kept = z.array(Kept).parse(await table.list(keys.noticeGathered(hour, '').pk));
  const message = digestMessage(
    kept.filter((one) => one.to.includes(name)),
    { hour, baseUrl },
  );
  return message === undefined ? [] : deliver(deps, `digest/${hour}/${window}`, digestTo(deps, to, message).map(ready));
};

const digestTo = ({ policy: { roster, languages } }: GatherDeps, to: Recipient, message: Message): Notice[] => {
  if (!('approver' in to)) {
    return noticesToAudiences(message, languages).filter((one) => nameOf(one.to) === nameOf(to));
  }
  const language = roster.approvers.find(({ id }) => id === to.approver)?.language ?? '';
  return [noticeTo({ id: to.approver, language: languageTag(languages, language) }, message, languages)];
};
