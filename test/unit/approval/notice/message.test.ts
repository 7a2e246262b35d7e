import { describe, expect, it } from 'vitest';
import { type Message, noticesToAudiences, noticeTo } from '../../../../core/approval/notice/message.ts';
import { incidentsLine, waysToDecide } from '../../../../core/approval/notice/ways.ts';
import { incident } from '../../../support/incident.ts';
import { policyLayer } from '../../../support/policy.ts';

const { languages } = policyLayer();
const english = languages.en?.notice;
const chinese = languages['zh-TW']?.notice;
const message: Message = {
  incident: incident(),
  kind: 'decision',
  headline: 'nothingChanges',
  lines: [{ fact: 'first' }, { fact: 'see https://evil.example' }],
  chatSteps: [],
  facts: { risk: 'low' },
};
const alice = { id: 'alice', language: 'en' };
const link = 'https://approve.example/a/1#secret';
const asked = { link, lines: [{ fact: 'before' }, { fact: 'after' }, { fact: 'last' }] };

describe('a notice to an approver', () => {
  it('has the link between what is said around it, once in the mail and once for programs', () => {
    const notice = noticeTo(alice, message, languages, asked);
    expect(notice).toEqual({
      to: { approver: 'alice' },
      subject: `[high] payments: ${english?.nothingChanges}`,
      text: [
        english?.nothingChanges,
        '',
        '- first',
        '- see https[:]//evil.example',
        '',
        '- before',
        link,
        '',
        '- after',
        '- last',
      ].join('\n'),
      data: { incidentId: incident().id, kind: 'decision', service: 'payments', severity: 'high', risk: 'low', link },
    });
  });

  it('has none for whom nobody asks, and no empty line in its place', () => {
    const notice = noticeTo(alice, message, languages);
    expect(notice.text).toBe(`${english?.nothingChanges}\n\n- first\n- see https[:]//evil.example`);
    expect(notice.data).not.toHaveProperty('link');
  });

  it('has the link also where nothing is said around it', () =>
    expect(noticeTo(alice, message, languages, { link, lines: [] }).text.split('\n').slice(-4)).toEqual([
      '',
      '',
      link,
      '',
    ]));

  it('is in their language, with a subject in English', () => {
    const notice = noticeTo({ id: 'chen', language: 'zh-TW' }, message, languages);
    expect(notice.text.split('\n')[0]).toBe(chinese?.nothingChanges);
    expect(notice.subject).toContain(english?.nothingChanges);
  });

  it('has the report at its end, each line harmless', () => {
    const report = `# Report\nhttps://evil.example\n${'x'.repeat(700)}`;
    const lines = noticeTo(alice, { ...message, report }, languages).text.split('\n');
    expect(lines.slice(4)).toEqual(['', '# Report', 'https[:]//evil.example', `${'x'.repeat(599)}…`]);
  });
});

describe('what is told to everybody', () => {
  it('goes to a channel and to programs, without a link', () => {
    const [chat, machine, ...more] = noticesToAudiences({ ...message, facts: { service: 'x'.repeat(3) } }, languages);
    expect(more).toEqual([]);
    expect(chat?.to).toEqual({ audience: 'chat' });
    expect(machine).toEqual({
      to: { audience: 'machine' },
      subject: `[high] payments: ${english?.nothingChanges}`,
      text: `${english?.nothingChanges}\n\n- first\n- see https[:]//evil.example`,
      data: { incidentId: incident().id, kind: 'decision', service: 'xxx', severity: 'high' },
    });
  });

  it('bounds and cleans the service for programs', () => {
    const [, machine] = noticesToAudiences(
      { ...message, incident: incident({ service: `a\n${'b'.repeat(400)}` }) },
      languages,
    );
    expect(machine?.data).toMatchObject({ service: `a ${'b'.repeat(297)}…` });
  });
});

describe('the ways to decide', () => {
  it.each(['https://approve.example/live', 'https://approve.example/live/'])(
    'below %s have no link that decides',
    (baseUrl) => {
      const incidents = {
        says: 'incidents',
        with: { incident: { own: 'inc-1' }, url: { own: 'https://approve.example/live/incidents' } },
      };
      expect(incidentsLine('inc-1', baseUrl)).toEqual(incidents);
      expect(waysToDecide('inc-1', baseUrl)).toEqual([
        { says: 'chatLink' },
        { says: 'chatCommand', with: { command: { own: 'npm run ops -- approve inc-1' } } },
        incidents,
      ]);
    },
  );
});
