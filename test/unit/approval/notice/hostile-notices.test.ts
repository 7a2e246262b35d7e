import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Detail, type Message, noticesToAudiences, noticeTo } from '../../../../core/approval/notice/message.ts';
import { askingLines, requestMessage, type RequestFacts } from '../../../../core/approval/notice/request-message.ts';
import { statusMessage } from '../../../../core/approval/notice/status-message.ts';
import type { Notice } from '../../../../core/approval/ports.ts';
import { cleanText } from '../../../../core/incident/text.ts';
import { request } from '../../../support/approval.ts';
import { diagnosis } from '../../../support/approval-page.ts';
import { hostileTexts } from '../../../support/hostile-texts.ts';
import { alarm, incident, later } from '../../../support/incident.ts';
import { policyLayer } from '../../../support/policy.ts';
import { choiceSet, proposal } from '../../../support/proposal.ts';

const { languages, policy } = policyLayer();
const baseUrl = 'https://approve.example/live';
const link = `${baseUrl}/a/1#secret-token`;

/** An incident in which everything that comes from outside is this text. */
const facts = (text: string): RequestFacts => {
  const [cause] = diagnosis.causes;
  const [action] = proposal().actions;
  if (cause === undefined || action === undefined) throw new Error('the sample has no cause or no action');
  const resource = { kind: 'Deployment', namespace: text, name: text };
  const touched = [{ path: text, before: text, after: text }];
  return {
    incident: incident({ service: text, reason: text, alarm: { ...alarm, name: text }, resource }),
    request: request({ status: 'pending' }),
    proposal: {
      ...proposal(),
      actions: [{ ...action, target: resource, touched }],
      expected: { ...proposal().expected, summary: text },
    },
    alternatives: choiceSet().choices.length - 1,
    diagnosis: { ...diagnosis, causes: [{ ...cause, summary: text }] },
    reminders: 0,
    baseUrl,
    now: later(60),
  };
};

const messages = (text: string, detail: Detail): Message[] => {
  const asked = facts(text);
  const step = { to: 'rejected' as const, person: 'alice', reason: text };
  const told = { incident: asked.incident, step, detail, baseUrl };
  return [requestMessage(asked, detail), statusMessage(told, `# Report\n\n- ${cleanText(text, 500)}\n- second`)];
};
const mails = (text: string, detail: Detail, language = 'en'): Notice[] =>
  messages(text, detail).map((message) =>
    noticeTo({ id: 'alice', language }, message, languages, { link, lines: askingLines(facts(text), policy) }),
  );
const audiences = (text: string, detail: Detail): Notice[] =>
  messages(text, detail).flatMap((message) => noticesToAudiences(message, languages));
const lines = ({ text }: Notice): number => text.split('\n').length;
const addresses = (text: string): string[] => text.match(/\S*:\/\/\S*/g) ?? [];

const Chat = z.strictObject({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  content: z.strictObject({
    textType: z.literal('client-markdown'),
    title: z.string().max(150),
    description: z.string().max(2800),
    nextSteps: z.array(z.string()).optional(),
    keywords: z.array(z.string()),
  }),
  metadata: z.strictObject({
    threadId: z.literal(incident().id),
    summary: z.string(),
    eventType: z.string(),
    additionalContext: z.record(z.string(), z.string().regex(/^[a-z0-9_-]+$/)),
    enableCustomActions: z.literal(true),
  }),
});

describe('a notice about an incident in which everything is hostile', () => {
  it('has in a mail the lines that it has for a good one, and no address but its own', () => {
    const good = mails('payments', 'full').map(lines);
    for (const text of hostileTexts) {
      const sent = mails(text, 'full');
      expect(sent.map(lines)).toEqual(good);
      for (const { subject, text: mail } of sent) {
        expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        expect(mail).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(addresses(mail).filter((one) => one !== link && one !== `${baseUrl}/incidents`)).toEqual([]);
      }
    }
  });

  it('has in a channel nothing that its chat service would read, and never the link', () => {
    for (const text of hostileTexts) {
      for (const { to, data } of audiences(text, 'full')) {
        expect(JSON.stringify(data)).not.toContain('secret-token');
        if ('audience' in to && to.audience === 'machine') continue;
        const { content, metadata } = Chat.parse(data);
        const said = [content.title, content.description, metadata.summary]
          .join('\n')
          .replaceAll(`${baseUrl}/`, '')
          .replaceAll('[high] ', '');
        expect(said).not.toMatch(/[<>*_~`@#[\]\\|]|:\/\/|\p{L}\.\p{L}|[^\n\P{Cc}]/u);
        expect(said.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }
    }
  });

  it('is the same for a program, as data that holds no control character', () => {
    for (const text of hostileTexts) {
      for (const notice of audiences(text, 'full')) {
        const again: unknown = JSON.parse(JSON.stringify(notice));
        expect(again).toEqual(notice);
        expect(Object.keys(notice.data)).not.toContain('link');
      }
    }
  });

  it('says in minimal detail nothing of cause, change, reason and resource, in any language', () => {
    const secret = 'zzz-inside';
    const asked = { ...facts(secret), incident: { ...facts(secret).incident, service: 'payments' } };
    const step = { to: 'refused' as const, reason: secret };
    const all: Message[] = [
      requestMessage(asked, 'minimal'),
      statusMessage({ incident: asked.incident, step, detail: 'minimal', baseUrl }, `# ${secret}`),
    ];
    for (const message of all) {
      const sent = [
        ...Object.keys(languages).map((language) => noticeTo({ id: 'alice', language }, message, languages)),
        ...noticesToAudiences(message, languages),
      ];
      for (const notice of sent) expect(JSON.stringify(notice)).not.toContain(secret);
    }
    expect(JSON.stringify(mails(secret, 'full'))).toContain(secret);
  });
});
