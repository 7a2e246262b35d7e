import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notice, Notices } from '../approval/ports.ts';
import { calling } from './errors.ts';
import { reachable } from './reachable.ts';

/** What SNS takes as a mail subject: up to 100 printable ASCII characters on one line. An alarm's name may hold anything. */
const asSubject = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 100)
    .trimEnd() || 'Sovereign Ops';

/** One text per protocol: mail is read by people, queues and functions get the whole notice as JSON. */
const asMessage = ({ to, subject, text, data }: Notice): string => {
  const machine = JSON.stringify({ to, subject, text, data });
  return JSON.stringify({ default: text, email: text, 'email-json': machine, sqs: machine, lambda: machine });
};

/**
 * Notices on one SNS topic. A notice to one approver carries the attribute `approver`, which the subscriptions filter on;
 * a notice to everybody carries none and so reaches only subscriptions whose filter allows that:
 * `{"approver": ["alice", {"exists": false}]}`. A subscription without any filter gets everybody's links: the
 * template must not make one. Throws `NotPermitted`, `ServiceRefused` (topic gone, message over 256 KB) or
 * `ServiceUnavailable`.
 */
export const snsNotices = (client: SNSClient, { topicArn }: { topicArn: string }): Notices => ({
  send: async (notice) => {
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: asSubject(notice.subject),
      MessageStructure: 'json',
      Message: asMessage(notice),
      ...(notice.to === undefined
        ? {}
        : { MessageAttributes: { approver: { DataType: 'String', StringValue: notice.to } } }),
    });
    await calling('sns Publish', () => client.send(command));
  },
  reachable: (approvers) => reachable(client, topicArn, approvers),
});
