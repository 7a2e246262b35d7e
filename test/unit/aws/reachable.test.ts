import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  SNSClient,
} from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, it } from 'vitest';
import { reachable } from '../../../core/aws/reachable.ts';
import { expect, sent } from './expect.ts';

const sns = mockClient(SNSClient);
const client = new SNSClient({ region: 'eu-central-1' });
const topic = 'arn:aws:sns:eu-central-1:123456789012:notices';
const arn = (n: number | string) => `${topic}:${n}`;
const listed = (...arns: string[]) => ({ Subscriptions: arns.map((SubscriptionArn) => ({ SubscriptionArn })) });
const filtering = (policy: string) => ({ PendingConfirmation: 'false', FilterPolicy: policy });
const find = (...approvers: string[]) => reachable(client, topic, approvers);
const failing = (name: string, fault: string) => Object.assign(new Error(name), { name, $fault: fault });
beforeEach(() => sns.reset());

describe('find approvers who can be reached', () => {
  it('names those for whom a confirmed subscription filters, in the order asked', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1), arn(2)));
    sns
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(1) })
      .resolves({ Attributes: filtering('{"approver":["bob",{"exists":false}]}') })
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(2) })
      .resolves({ Attributes: filtering('{"approver":["alice"]}') });
    expect(await find('alice', 'carol', 'bob')).toEqual(['alice', 'bob']);
    expect(sent(sns, ListSubscriptionsByTopicCommand)).toEqual([{ TopicArn: topic }]);
    expect(sns).toHaveReceivedCommandWith(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(1) });
    expect(sns).toHaveReceivedCommandTimes(GetSubscriptionAttributesCommand, 2);
  });

  it.each<[string, Record<string, string> | undefined]>([
    ['is not confirmed', { ...filtering('{"approver":["alice"]}'), PendingConfirmation: 'true' }],
    ['does not say that it is confirmed', { FilterPolicy: '{"approver":["alice"]}' }],
    ['has no filter', { PendingConfirmation: 'false' }],
    ['names somebody else', filtering('{"approver":["alice2"]}')],
    ['names by prefix', filtering('{"approver":[{"prefix":"al"}]}')],
    ['excludes the approver', filtering('{"approver":[{"anything-but":["alice"]}]}')],
    ['wants another attribute too', filtering('{"approver":["alice"],"team":["x"]}')],
    ['filters on the message body', { ...filtering('{"approver":["alice"]}'), FilterPolicyScope: 'MessageBody' }],
    ['has a filter that is not JSON', filtering('{')],
    ['has a filter of another form', filtering('{"approver":"alice"}')],
    ['has no attributes', undefined],
  ])('does not count a subscription that %s', async (_text, attributes) => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1)));
    sns.on(GetSubscriptionAttributesCommand).resolves(attributes === undefined ? {} : { Attributes: attributes });
    expect(await find('alice')).toEqual([]);
  });

  it('counts one that says its filter is on message attributes', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1)));
    const Attributes = { ...filtering('{"approver":["alice"]}'), FilterPolicyScope: 'MessageAttributes' };
    sns.on(GetSubscriptionAttributesCommand).resolves({ Attributes });
    expect(await find('alice')).toEqual(['alice']);
  });

  it('does not ask about subscriptions that have no ARN yet', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed('PendingConfirmation', 'Deleted'));
    expect(await find('alice')).toEqual([]);
    expect(sns).not.toHaveReceivedCommand(GetSubscriptionAttributesCommand);
  });

  it('reads on until everybody is found, and no further', async () => {
    sns
      .on(ListSubscriptionsByTopicCommand)
      .resolvesOnce({ ...listed(arn(1)), NextToken: 'two' })
      .resolvesOnce({ ...listed(arn(2)), NextToken: 'three' })
      .rejects(new Error('read too far'));
    sns
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(1) })
      .resolves({ Attributes: filtering('{"approver":["bob"]}') })
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(2) })
      .resolves({ Attributes: filtering('{"approver":["alice"]}') });
    expect(await find('alice')).toEqual(['alice']);
    expect(sent(sns, ListSubscriptionsByTopicCommand)[1]).toEqual({ TopicArn: topic, NextToken: 'two' });
  });

  it('gives up after ten pages', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves({ NextToken: 'more' });
    expect(await find('alice')).toEqual([]);
    expect(sns).toHaveReceivedCommandTimes(ListSubscriptionsByTopicCommand, 10);
  });

  it('passes over a subscription that is gone since it was listed', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves(listed(arn(1), arn(2)));
    sns
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(1) })
      .rejects(new NotFoundException({ message: 'gone', $metadata: {} }))
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: arn(2) })
      .resolves({ Attributes: filtering('{"approver":["alice"]}') });
    expect(await find('alice')).toEqual(['alice']);
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
