import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, it } from 'vitest';
import { snsNotices } from '../../../core/aws/notices.ts';
import { expect, sent } from './expect.ts';

const sns = mockClient(SNSClient);
const topicArn = 'arn:aws:sns:eu-central-1:123456789012:notices';
const notices = snsNotices(new SNSClient({ region: 'eu-central-1' }), { topicArn });
const notice = { to: 'alice', subject: 'Approve a change', text: 'Open the link', data: { risk: 'low' } };
const machine = '{"to":"alice","subject":"Approve a change","text":"Open the link","data":{"risk":"low"}}';
beforeEach(() => sns.reset());

describe('send a notice over SNS', () => {
  it('addresses one approver by a message attribute and gives each protocol its form', async () => {
    sns.on(PublishCommand).resolves({});
    await notices.send(notice);
    expect(sent(sns, PublishCommand)).toEqual([
      {
        TopicArn: topicArn,
        Subject: 'Approve a change',
        MessageStructure: 'json',
        Message: JSON.stringify({
          default: 'Open the link',
          email: 'Open the link',
          'email-json': machine,
          sqs: machine,
          lambda: machine,
        }),
        MessageAttributes: { approver: { DataType: 'String', StringValue: 'alice' } },
      },
    ]);
  });

  it('sends a notice to everybody without the attribute', async () => {
    sns.on(PublishCommand).resolves({});
    await notices.send({ subject: 'Closed', text: 'Resolved', data: {} });
    const machine = '{"subject":"Closed","text":"Resolved","data":{}}';
    expect(sent(sns, PublishCommand)).toEqual([
      {
        TopicArn: topicArn,
        Subject: 'Closed',
        MessageStructure: 'json',
        Message: JSON.stringify({
          default: 'Resolved',
          email: 'Resolved',
          'email-json': machine,
          sqs: machine,
          lambda: machine,
        }),
      },
    ]);
  });

  it.each([
    ['Alarm\r\nBcc: x@example.com', 'Alarm Bcc: x@example.com'],
    ['größer als 80 %', 'gr er als 80 %'],
    ['x'.repeat(101), 'x'.repeat(100)],
    ['☃', 'Sovereign Ops'],
  ])('makes the subject %j one that SNS takes', async (subject, expected) => {
    sns.on(PublishCommand).resolves({});
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
    expect(await notices.reachable(['alice'])).toEqual([]);
    expect(sent(sns, ListSubscriptionsByTopicCommand)).toEqual([{ TopicArn: topicArn }]);
  });
});
