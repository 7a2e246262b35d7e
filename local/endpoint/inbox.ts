import { SubscribeCommand, type SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Notice } from '../../core/approval/ports.ts';

const Notice = z.strictObject({
  to: z.union([z.strictObject({ approver: z.string() }), z.strictObject({ audience: z.enum(['chat', 'machine']) })]),
  subject: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** What an approver reads: the queue that stands for their mail. */
export type Inbox = { approver: string; receive(): Promise<Notice[]> };

/** A queue that is subscribed to the topic as docs/chat.md tells an approver to do it. */
export const openInbox = async (
  { sns, sqs }: { sns: SNSClient; sqs: SQSClient },
  { topicArn, approver, queueName }: { topicArn: string; approver: string; queueName: string },
): Promise<Inbox> => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const { Attributes } = await sqs.send(asked);
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.QueueArn,
      Attributes: {
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ approver: [approver] }),
      },
    }),
  );
  return {
    approver,
    receive: async () => {
      const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 });
      const { Messages = [] } = await sqs.send(command);
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages.map(({ Body }): Notice => Notice.parse(JSON.parse(Body ?? '')));
    },
  };
};
