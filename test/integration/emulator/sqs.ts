import * as z from 'zod';
import { region } from './moto.ts';

const Created = z.object({ QueueUrl: z.string() });
const Attributes = z.object({ Attributes: z.object({ QueueArn: z.string() }) });
const Received = z.object({ Messages: z.array(z.object({ Body: z.string() })).default([]) });

/** The emulator looks at the service's name and checks no signature. */
const authorization = `AWS4-HMAC-SHA256 Credential=testing/20260101/${region}/sqs/aws4_request, SignedHeaders=host, Signature=local`;

/** A new queue that tells everything it received. Over the JSON protocol: nothing of ours needs the SQS client. */
export const newQueue = async (endpoint: string, name: string) => {
  const call = async (operation: string, input: object): Promise<unknown> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
      },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { QueueUrl } = Created.parse(await call('CreateQueue', { QueueName: name }));
  const { Attributes: found } = Attributes.parse(
    await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return {
    arn: found.QueueArn,
    received: async (): Promise<unknown[]> => {
      const { Messages } = Received.parse(await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body }) => JSON.parse(Body));
    },
  };
};
