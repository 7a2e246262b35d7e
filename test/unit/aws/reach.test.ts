import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  SNSClient,
} from '@aws-sdk/client-sns';
import { beforeEach, describe, it } from 'vitest';
import { reach } from '../../../core/aws/reach.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const sns = mockedClient(SNSClient);
const client = new SNSClient({ region: 'eu-central-1' });
const topic = 'arn:aws:sns:eu-central-1:123456789012:notices';
const arn = (n: number | string) => `${topic}:${n}`;
const listed = (...arns: string[]) => ({ Subscriptions: arns.map((SubscriptionArn) => ({ SubscriptionArn })) });
const filtering = (policy: string, authenticated = 'true') => ({
  PendingConfirmation: 'false',
  ConfirmationWasAuthenticated: authenticated,
  FilterPolicy: policy,
});
const find = (...approvers: string[]) => reach(client, topic, approvers);
const failing = (name: string, fault: string) => Object.assign(new Error(name), { name, $fault: fault });
const attributes = (n: number, Attributes: Record<string, string>) =>
  sns.on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(n) }).resolves({ Attributes });
const nobody = { reachable: [], unauthenticated: [], unsafe: [] };
beforeEach(() => sns.reset());

describe('look at who a topic reaches', () => {
  it('names those for whom a subscription of their own filters, in the order asked', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1), arn(2)));
    attributes(1, filtering('{"approver":["bob",{"exists":false}]}'));
    attributes(2, filtering('{"approver":["alice"]}'));
    expect(await find('alice', 'carol', 'bob')).toEqual({ ...nobody, reachable: ['alice', 'bob'] });
    expect(sent(sns, ListSubscriptionsByTopicCommand)).toEqual([{ TopicArn: topic }]);
    expect(sns).toHaveReceivedCommandTimes(GetSubscriptionAttributesCommand, 2);
  });

  it('does not count one that a mail scanner could end, unless there is a better one', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1), arn(2), arn(3)));
    attributes(1, filtering('{"approver":["alice"]}', 'false'));
    attributes(2, filtering('{"approver":["bob"]}', 'false'));
    attributes(3, filtering('{"approver":["bob"]}'));
    expect(await find('alice', 'bob')).toEqual({ ...nobody, reachable: ['bob'], unauthenticated: ['alice'] });
  });

  it('names every subscription that may receive somebody else’s link, whoever is asked about', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1), arn(2), arn(3)));
    attributes(1, filtering('{"approver":["alice"]}'));
    attributes(2, { PendingConfirmation: 'false', ConfirmationWasAuthenticated: 'true' });
    attributes(3, filtering('{"approver":["bob","carol"]}'));
    expect(await find('alice')).toEqual({
      ...nobody,
      reachable: ['alice'],
      unsafe: [
        { id: '2', why: 'it has no filter policy' },
        { id: '3', why: 'its filter names 2 approvers' },
      ],
    });
  });

  it('does not ask about subscriptions that have no ARN yet', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed('PendingConfirmation', 'Deleted'));
    expect(await find('alice')).toEqual(nobody);
    expect(sns).not.toHaveReceivedCommand(GetSubscriptionAttributesCommand);
  });

  it('reads all pages also when everybody was found: an unsafe one may come last', async () => {
    sns
      .on(ListSubscriptionsByTopicCommand)
      .resolvesOnce({ ...listed(arn(1)), NextToken: 'two' })
      .resolvesOnce(listed(arn(2)));
    attributes(1, filtering('{"approver":["alice"]}'));
    attributes(2, { PendingConfirmation: 'false' });
    expect(await find('alice')).toMatchObject({ reachable: ['alice'], unsafe: [{ id: '2' }] });
    expect(sent(sns, ListSubscriptionsByTopicCommand)[1]).toEqual({ TopicArn: topic, NextToken: 'two' });
  });

  it('does not trust a topic that has more subscriptions than it looks at', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves({ NextToken: 'more' });
    expect(await find('alice')).toEqual({
      ...nobody,
      unsafe: [{ id: 'others', why: 'there are more than 5 pages of subscriptions' }],
    });
    expect(sns).toHaveReceivedCommandTimes(ListSubscriptionsByTopicCommand, 5);
  });

  it('passes over a subscription that is gone since it was listed', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1), arn(2)));
    sns
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(1) })
      .rejects(new NotFoundException({ message: 'gone', $metadata: {} }));
    attributes(2, filtering('{"approver":["alice"]}'));
    expect(await find('alice')).toEqual({ ...nobody, reachable: ['alice'] });
  });

  it.each([
    ['AuthorizationErrorException', 'client', 'NotPermitted'],
    ['InvalidParameterException', 'client', 'ServiceRefused'],
    ['InternalErrorException', 'server', 'ServiceUnavailable'],
  ])('translates %s of both calls', async (name, fault, expected) => {
    sns
      .on(ListSubscriptionsByTopicCommand)
      .rejectsOnce(failing(name, fault))
      .resolves(listed(arn(1)));
    sns.on(GetSubscriptionAttributesCommand).rejects(failing(name, fault));
    await expect(find('alice')).rejects.toMatchObject({ name: expected });
    await expect(find('alice')).rejects.toMatchObject({ name: expected });
  });
});
