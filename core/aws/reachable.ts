import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { calling, callingUnless } from './errors.ts';

/** Ten pages of 100: a topic for on-call people has a handful. Whoever is subscribed beyond that counts as unreachable. */
const maxPages = 10;

/** A policy with another key as well never matches: our messages carry no other attribute. */
const FilterPolicy = z.strictObject({ approver: z.array(z.unknown()) });
const Attributes = z.object({
  PendingConfirmation: z.literal('false'),
  FilterPolicyScope: z.literal('MessageAttributes').default('MessageAttributes'),
  FilterPolicy: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(FilterPolicy),
});

/** Whom a subscription is for by exact name; `prefix` and the other operators name nobody in particular. */
const namedBy = (attributes: unknown): unknown[] => {
  const parsed = Attributes.safeParse(attributes);
  return parsed.success ? parsed.data.FilterPolicy.approver : [];
};

/** Undefined for one that was unsubscribed since it was listed. */
const attributesOf = async (client: SNSClient, arn: string): Promise<unknown> => {
  const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
  const call = 'sns GetSubscriptionAttributes';
  return (await callingUnless('NotFoundException', call, () => client.send(command)))?.Attributes;
};

/**
 * Those of `approvers` for whom a confirmed subscription exists whose filter policy names them. A subscription without a
 * filter does not count: it may be anybody's. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export const reachable = async (
  client: SNSClient,
  topicArn: string,
  approvers: readonly string[],
): Promise<string[]> => {
  const named = new Set<unknown>();
  let next: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const from = next === undefined ? {} : { NextToken: next };
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, ...from });
    const { Subscriptions = [], NextToken } = await calling('sns ListSubscriptionsByTopic', () => client.send(command));
    // Until it is confirmed a subscription has the word `PendingConfirmation` in place of its ARN.
    const arns = Subscriptions.flatMap(({ SubscriptionArn: arn }) => (arn?.startsWith('arn:') ? [arn] : []));
    const found = await Promise.all(arns.map((arn) => attributesOf(client, arn)));
    for (const name of found.flatMap(namedBy)) named.add(name);
    next = NextToken;
    if (next === undefined || approvers.every((approver) => named.has(approver))) break;
  }
  return approvers.filter((approver) => named.has(approver));
};
