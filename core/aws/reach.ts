import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Reach, UnsafeSubscription } from '../approval/ports.ts';
import { type Judged, judgeSubscription } from '../approval/subscription.ts';
import { calling, callingUnless } from './errors.ts';

/** Five pages of 100: a topic for on-call people has a handful. What lies beyond is not known, and so not safe. */
const maxPages = 5;

type Seen = { id: string; judged: Judged };

/** Undefined for one that was unsubscribed since it was listed. */
const see = async (client: SNSClient, arn: string): Promise<Seen | undefined> => {
  const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
  const call = 'sns GetSubscriptionAttributes';
  const answer = await callingUnless('NotFoundException', call, () => client.send(command));
  const id = arn.slice(arn.lastIndexOf(':') + 1);
  return answer === undefined ? undefined : { id, judged: judgeSubscription(answer.Attributes) };
};

const unsafeOf = ({ id, judged }: Seen): UnsafeSubscription[] =>
  judged.kind === 'unsafe' ? [{ id, why: judged.why }] : [];

/**
 * Who of `approvers` can be sent a link over a topic, and which of its subscriptions may receive somebody else's: every
 * subscription is looked at. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export const reach = async (client: SNSClient, topicArn: string, approvers: readonly string[]): Promise<Reach> => {
  const seen: Seen[] = [];
  let next: string | undefined;
  for (let page = 0; page === 0 || (next !== undefined && page < maxPages); page += 1) {
    const from = next === undefined ? {} : { NextToken: next };
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, ...from });
    const { Subscriptions = [], NextToken } = await calling('sns ListSubscriptionsByTopic', () => client.send(command));
    // Until it is confirmed a subscription has the word `PendingConfirmation` in place of its ARN.
    const arns = Subscriptions.flatMap(({ SubscriptionArn: arn }) => (arn?.startsWith('arn:') ? [arn] : []));
    const judged = await Promise.all(arns.map((arn) => see(client, arn)));
    seen.push(...judged.filter((one) => one !== undefined));
    next = NextToken;
  }
  const own = seen.flatMap(({ judged }) => (judged.kind === 'approver' && judged.confirmed ? [judged] : []));
  const named = new Set(own.map(({ approver }) => approver));
  // One subscription that nobody else can end is enough, whatever others there are.
  const kept = new Set(own.filter(({ authenticated }) => authenticated).map(({ approver }) => approver));
  return {
    reachable: approvers.filter((approver) => kept.has(approver)),
    unauthenticated: approvers.filter((approver) => named.has(approver) && !kept.has(approver)),
    unsafe: [
      ...seen.flatMap(unsafeOf),
      ...(next === undefined ? [] : [{ id: 'others', why: `there are more than ${maxPages} pages of subscriptions` }]),
    ],
  };
};
