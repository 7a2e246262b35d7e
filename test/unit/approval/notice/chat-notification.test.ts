import { describe, expect, it } from 'vitest';
import { chatNotification } from '../../../../core/approval/notice/chat-notification.ts';
import type { Line } from '../../../../core/approval/notice/line.ts';
import type { Message } from '../../../../core/approval/notice/message.ts';
import { incident } from '../../../support/incident.ts';
import { policyLayer } from '../../../support/policy.ts';

const language = policyLayer().languages.en;
if (language === undefined) throw new Error('there is no English');
const headline = 'nothingChanges';
const said = language.notice[headline];
const message = (change: Partial<Message> = {}): Message => ({
  incident: incident(),
  kind: 'decision',
  headline,
  lines: [{ fact: 'a *b*' }, { fact: 'c' }],
  chatSteps: [],
  facts: {},
  ...change,
});

describe('a message in a channel', () => {
  it('is a custom notification, with nothing from outside in what a command may use', () => {
    const { id } = incident();
    const title = `[high] payments: ${said}`;
    expect(chatNotification(message(), language)).toEqual({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title,
        description: '- a \u2217b\u2217\n- c',
        keywords: ['high', 'decision'],
      },
      metadata: {
        threadId: id,
        summary: title,
        eventType: 'decision',
        additionalContext: { incidentId: id, status: 'detected', severity: 'high', kind: 'decision' },
        enableCustomActions: true,
      },
    });
  });

  it('says what can be done, where something can', () =>
    expect(chatNotification(message({ chatSteps: [{ says: headline }] }), language)).toMatchObject({
      content: { nextSteps: [said] },
    }));

  it('has a title of at most 150 characters, with a service that cannot mark anything', () => {
    const service = `<!here> ${'s'.repeat(300)}`;
    const long = { ...language, notice: { ...language.notice, [headline]: 'h'.repeat(300) } };
    const { content } = Object(chatNotification(message({ incident: incident({ service }) }), long));
    expect(content.title).toHaveLength(150);
    expect(content.title).toMatch(/^\[high\] &lt;!here&gt; s+…?: h+$/);
  });

  it('has as many whole lines as there is room for', () => {
    const lines = (...lengths: number[]): Line[] => lengths.map((length) => ({ fact: 'x'.repeat(length) }));
    // Nine lines of 300 and one of 90, each behind `- ` and before a line end, fill it to the last character.
    const filled = [...Array(9).fill(300), 70];
    const shown = (...lengths: number[]): number =>
      Object(chatNotification(message({ lines: lines(...lengths) }), language)).content.description.split('\n').length;
    expect(shown(...filled)).toBe(10);
    expect(shown(...filled.slice(0, 9), 71)).toBe(9);
    expect(shown(...filled.slice(0, 9), 300, 1)).toBe(9);
  });
});
