import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notice, Notices, Recipient } from '../approval/ports.ts';
import { calling } from './errors.ts';
import { reach } from './reach.ts';

/** Far more than a notice has. Escaped twice in JSON, and given twice, it stays below the 256 KB that SNS takes. */
const longestText = 20_000;

/**
 * What SNS takes as a mail subject whatever the edition of its documentation: printable ASCII on one line, fewer than 100
 * characters. Whoever writes a subject keeps to that; this is the last place where a line break could become a header.
 */
const asSubject = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 99)
    .trimEnd() || 'Sovereign Ops';

/** Without halves of surrogate pairs, and without what XML 1.0 does not hold, which SNS refuses; line ends stay. */
const asText = (text: string): string =>
  text
    .replaceAll(/[^\t\n\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .slice(0, longestText)
    .replaceAll(/\p{Cs}/gu, '');

/**
 * Mail is read by people. Everything else gets JSON: a queue, a function, a webhook and `email-json` the notice, a channel
 * the notification of its chat service, which is all that Amazon Q Developer shows.
 */
const asMessage = ({ to, subject, text, data }: Notice): string => {
  const toChannel = 'audience' in to && to.audience === 'chat';
  const body = asText(text);
  const program = JSON.stringify(toChannel ? data : { to, subject, text: body, data });
  return JSON.stringify({ default: program, email: body });
};

/** The one attribute of a message: subscriptions filter on it. */
const attributeOf = (to: Recipient) => {
  const [name, value] = 'approver' in to ? ['approver', to.approver] : ['audience', to.audience];
  return { [name]: { DataType: 'String', StringValue: value } };
};

/**
 * Notices on one SNS topic. A notice to an approver carries the attribute `approver`, one to a channel or a program
 * `audience`, and never both: with a filter policy `{"approver":["alice"]}`, `{"audience":["chat"]}` or
 * `{"audience":["machine"]}` each gets its own. A subscription without a filter would get everybody's: `reach` finds it.
 * Throws `NotPermitted`, `ServiceRefused` (topic gone, message too large) or `ServiceUnavailable`.
 */
export const snsNotices = (client: SNSClient, { topicArn }: { topicArn: string }): Notices => ({
  send: async (notice) => {
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: asSubject(notice.subject),
      MessageStructure: 'json',
      Message: asMessage(notice),
      MessageAttributes: attributeOf(notice.to),
    });
    await calling('sns Publish', () => client.send(command));
  },
  reach: (approvers) => reach(client, topicArn, approvers),
});
