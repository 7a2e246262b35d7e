import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { beforeEach, describe, it } from 'vitest';
import type { Notice } from '../../../core/approval/ports.ts';
import { snsNotices } from '../../../core/aws/notices.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const sns = mockedClient(SNSClient);
const topicArn = 'arn:aws:sns:eu-central-1:123456789012:notices';
const notices = snsNotices(new SNSClient({ region: 'eu-central-1' }), { topicArn });
const notice: Notice = {
  to: { approver: 'alice' },
  subject: 'Approve a change',
  text: 'Open the link\nnow',
  data: { risk: 'low' },
};
const Message = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.string()));
const Published = z.tuple([z.object({ Message: z.string(), MessageAttributes: z.unknown() })]);
const first = () => Published.parse(sent(sns, PublishCommand))[0];
/** What each protocol is given. */
const published = (): Record<string, string> => Message.parse(first().Message);
const parsed = (text = ''): unknown => JSON.parse(text);

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({});
});

describe('send a notice over SNS', () => {
  it.each([
    [{ approver: 'alice' }, { approver: { DataType: 'String', StringValue: 'alice' } }],
    [{ audience: 'chat' as const }, { audience: { DataType: 'String', StringValue: 'chat' } }],
    [{ audience: 'machine' as const }, { audience: { DataType: 'String', StringValue: 'machine' } }],
  ])('addresses %j by exactly one message attribute', async (to, MessageAttributes) => {
    await notices.send({ ...notice, to });
    expect(sent(sns, PublishCommand)).toMatchObject([
      { TopicArn: topicArn, Subject: 'Approve a change', MessageStructure: 'json' },
    ]);
    expect(first().MessageAttributes).toEqual(MessageAttributes);
  });

  it('gives mail the text and everything else the notice as JSON', async () => {
    await notices.send(notice);
    const { email, default: program, ...more } = published();
    expect(more).toEqual({});
    expect(email).toBe('Open the link\nnow');
    expect(parsed(program)).toEqual(notice);
  });

  it('gives a channel the notification of its chat service and nothing around it', async () => {
    const data = { version: '1.0', source: 'custom', content: { description: 'x' } };
    await notices.send({ ...notice, to: { audience: 'chat' }, data });
    expect(parsed(published()['default'])).toEqual(data);
  });

  it('stays below the 256 KB of SNS, in characters that SNS takes, whatever a text holds', async () => {
    for (const unit of ['"\\', '☃', '\u0001', '\u{1F512}', '\uD800', 'a\0b']) {
      sns.resetHistory();
      await notices.send({ ...notice, text: unit.repeat(50_000) });
      expect(Buffer.byteLength(first().Message)).toBeLessThan(262_144);
      const { email } = published();
      expect(email).toMatch(/^[\t\n\x20-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
      expect(email).not.toMatch(/\p{Cs}/u);
    }
  });

  it.each([
    ['Alarm\r\nBcc: x@example.com', 'Alarm Bcc: x@example.com'],
    ['größer als 80 %', 'gr er als 80 %'],
    ['x'.repeat(101), 'x'.repeat(99)],
    ['☃', 'Sovereign Ops'],
  ])('makes the subject %j one that SNS takes', async (subject, expected) => {
    await notices.send({ ...notice, subject });
    expect(sns).toHaveReceivedCommandWith(PublishCommand, { Subject: expected });
  });

  it.each([
    ['AuthorizationErrorException', 'client', 'NotPermitted'],
    ['KMSAccessDeniedException', 'client', 'NotPermitted'],
    ['InvalidParameterException', 'client', 'ServiceRefused'],
    ['NotFoundException', 'client', 'ServiceRefused'],
    ['ThrottledException', 'client', 'ServiceUnavailable'],
    ['InternalErrorException', 'server', 'ServiceUnavailable'],
  ])('translates %s', async (name, fault, expected) => {
    sns.on(PublishCommand).rejects(Object.assign(new Error(name), { name, $fault: fault }));
    await expect(notices.send(notice)).rejects.toMatchObject({ name: expected });
  });

  it('looks for approvers on its own topic', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves({});
    expect(await notices.reach(['alice'])).toEqual({ reachable: [], unauthenticated: [], unsafe: [] });
    expect(sent(sns, ListSubscriptionsByTopicCommand)).toEqual([{ TopicArn: topicArn }]);
  });
});
