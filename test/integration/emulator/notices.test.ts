import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../../core/approval/ports.ts';
import { snsNotices } from '../../../core/aws/notices.ts';
import { capturedNotices } from '../../../local/ports/notices.ts';
import { describeOnMoto } from './describe-moto.ts';
import { noticesContract } from './notices.contract.ts';
import type { Emulator } from './moto.ts';
import { newQueue } from './sqs.ts';

describe('the notices of the embedded stack', () => {
  noticesContract(async () => {
    const notices = capturedNotices();
    const receivedBy = async (to: Recipient): Promise<unknown[]> => {
      const own = notices.sent.filter((notice) => JSON.stringify(notice.to) === JSON.stringify(to));
      return own.map((notice) => ('audience' in to && to.audience === 'chat' ? notice.data : notice));
    };
    return { notices, receivedBy };
  });
});

/** The filter policies of docs/chat.md. */
const filterOf = (to: Recipient) => ('approver' in to ? { approver: [to.approver] } : { audience: [to.audience] });
const nameOf = (to: Recipient): string => ('approver' in to ? to.approver : to.audience);

const newTopic = async (moto: Emulator) => {
  const client = new SNSClient(moto.config);
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: `notices-${randomUUID()}` }));
  /** A queue with the filter policy that a subscription of its recipient has, or with another one. */
  const subscribe = async (to: Recipient, policy: object | 'no filter' = filterOf(to)) => {
    const queue = await newQueue(moto.url, `${nameOf(to)}-${randomUUID()}`);
    const filter = policy === 'no filter' ? {} : { FilterPolicy: JSON.stringify(policy) };
    const Attributes = { RawMessageDelivery: 'true', ...filter };
    const command = new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes });
    const { SubscriptionArn = '' } = await client.send(command);
    const id = SubscriptionArn.slice(SubscriptionArn.lastIndexOf(':') + 1);
    return { ...queue, id, unsubscribe: () => client.send(new UnsubscribeCommand({ SubscriptionArn })) };
  };
  return { notices: snsNotices(client, { topicArn: TopicArn }), subscribe };
};

const alice = { approver: 'alice' };
const frank = { approver: 'frank' };

describeOnMoto('the notices on SNS', (moto) => {
  noticesContract(async (recipients) => {
    const { notices, subscribe } = await newTopic(moto());
    const queues = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
    for (const to of recipients) queues.set(nameOf(to), await subscribe(to));
    return { notices, receivedBy: async (to) => (await queues.get(nameOf(to))?.received()) ?? [] };
  });

  it('count nobody as reachable who is not named by a subscription of their own', async () => {
    const { notices, subscribe } = await newTopic(moto());
    await subscribe(alice);
    await subscribe({ approver: 'erin' }, { approver: ['erin'], team: ['checkout'] });
    expect(await notices.reach(['alice', 'bob', 'erin'])).toEqual({
      reachable: ['alice'],
      unauthenticated: [],
      unsafe: [],
    });
  });

  it.each([
    ['no filter', 'no filter' as const, 'it has no filter policy'],
    ['the names of two', { approver: ['alice', 'frank'] }, 'its filter names 2 approvers'],
    ['a prefix', { approver: [{ prefix: 'a' }] }, 'its filter on approver is more than names'],
  ])('name a subscription with %s, which really gets the link of somebody else', async (_what, policy, why) => {
    const { notices, subscribe } = await newTopic(moto());
    const { received, id } = await subscribe(frank, policy);
    expect(await notices.reach(['frank'])).toEqual({ reachable: [], unauthenticated: [], unsafe: [{ id, why }] });
    await notices.send({ to: alice, subject: 's', text: 't', data: {} });
    expect(await received()).toHaveLength(1);
  });

  it('do not count somebody who has unsubscribed', async () => {
    const { notices, subscribe } = await newTopic(moto());
    const { unsubscribe } = await subscribe(alice);
    expect(await notices.reach(['alice'])).toMatchObject({ reachable: ['alice'] });
    await unsubscribe();
    expect(await notices.reach(['alice'])).toMatchObject({ reachable: [] });
  });
});
