import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { snsNotices } from '../../../core/aws/notices.ts';
import { capturedNotices } from '../../../local/ports/notices.ts';
import { describeOnMoto } from './describe-moto.ts';
import { noticesContract } from './notices.contract.ts';
import type { Emulator } from './moto.ts';
import { newQueue } from './sqs.ts';

describe('the notices of the embedded stack', () => {
  noticesContract(async () => {
    const notices = capturedNotices();
    const receivedBy = async (approver: string) => notices.sent.filter(({ to }) => to === undefined || to === approver);
    return { notices, receivedBy };
  });
});

const newTopic = async (moto: Emulator) => {
  const client = new SNSClient(moto.config);
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: `notices-${randomUUID()}` }));
  /** A queue with the filter policy that an approver's subscription has, or with another one. */
  const subscribe = async (approver: string, policy: object | 'no filter' = ownAndEverybody(approver)) => {
    const queue = await newQueue(moto.url, `${approver}-${randomUUID()}`);
    const filter = policy === 'no filter' ? {} : { FilterPolicy: JSON.stringify(policy) };
    const Attributes = { RawMessageDelivery: 'true', ...filter };
    const command = new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn, Attributes });
    const { SubscriptionArn } = await client.send(command);
    return { ...queue, unsubscribe: () => client.send(new UnsubscribeCommand({ SubscriptionArn })) };
  };
  return { notices: snsNotices(client, { topicArn: TopicArn }), subscribe };
};

/** SNS takes any order; the emulator stops at a name when there is no attribute, so here the operator comes first. */
const ownAndEverybody = (approver: string) => ({ approver: [{ exists: false }, approver] });

describeOnMoto('the notices on SNS', (moto) => {
  noticesContract(async (approvers) => {
    const { notices, subscribe } = await newTopic(moto());
    const queues = new Map<string, Awaited<ReturnType<typeof subscribe>>>();
    for (const approver of approvers) queues.set(approver, await subscribe(approver));
    return { notices, receivedBy: async (approver) => (await queues.get(approver)?.received()) ?? [] };
  });

  it('count nobody as reachable who is not named by a subscription of their own', async () => {
    const { notices, subscribe } = await newTopic(moto());
    await subscribe('alice');
    await subscribe('dave', { approver: [{ prefix: 'da' }] });
    await subscribe('erin', { approver: ['erin'], team: ['checkout'] });
    expect(await notices.reachable(['alice', 'bob', 'dave', 'erin'])).toEqual(['alice']);
  });

  it('do not count a subscription without a filter, which gets the links of everybody', async () => {
    const { notices, subscribe } = await newTopic(moto());
    const { received } = await subscribe('frank', 'no filter');
    expect(await notices.reachable(['frank'])).toEqual([]);
    await notices.send({ to: 'alice', subject: 's', text: 't', data: {} });
    expect(await received()).toHaveLength(1);
  });

  it('do not count somebody who has unsubscribed', async () => {
    const { notices, subscribe } = await newTopic(moto());
    const { unsubscribe } = await subscribe('alice');
    expect(await notices.reachable(['alice'])).toEqual(['alice']);
    await unsubscribe();
    expect(await notices.reachable(['alice'])).toEqual([]);
  });
});
