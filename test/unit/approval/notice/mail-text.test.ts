import { describe, expect, it } from 'vitest';
import { mailText } from '../../../../core/approval/notice/mail-text.ts';
import { subjectOf } from '../../../../core/approval/notice/subject.ts';
import { hostileTexts } from '../../../support/hostile-texts.ts';

describe('a foreign text in a mail', () => {
  it.each([
    ['spec.template.spec.containers[app] 512Mi -> 1Gi', 'spec.template.spec.containers[app] 512Mi -> 1Gi'],
    ['see https://evil.example/a', 'see https[:]//evil.example/a'],
    ['WWW.evil.example', 'www[.]evil.example'],
    ['a_www.evil.example', 'a_www[.]evil.example'],
    ['javascript:alert(1) MailTo:x@y', 'javascript[:]alert(1) MailTo[:]x@y'],
    ['one\r\ntwo', 'one two'],
  ])('%j becomes %j', (text, expected) => expect(mailText(text, 300)).toBe(expected));

  it('stays on its line, within its length, without an address', () => {
    for (const text of hostileTexts) {
      const said = mailText(text, 200);
      expect(said.length).toBeLessThanOrEqual(200);
      expect(said).not.toMatch(/:\/\/|www\.|mailto:|javascript:|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/iu);
    }
  });
});

describe('the subject of a notice', () => {
  it.each([
    ['payments', 'Approval needed', '[high] payments: Approval needed'],
    ['付款', 'Approval needed', '[high] ??: Approval needed'],
    ['x'.repeat(200), 'Approval needed', `[high] ${'x'.repeat(40)}: Approval needed`],
    ['payments', 'y'.repeat(200), `[high] payments: ${'y'.repeat(82)}`],
  ])('of %s, %s', (service, what, expected) => {
    expect(subjectOf({ severity: 'high', service }, what)).toBe(expected);
  });

  it('is one line of fewer than 100 printable ASCII characters, and ends in what happened', () => {
    for (const service of hostileTexts) {
      const subject = subjectOf({ severity: 'critical', service }, 'Approval needed');
      expect(subject).toMatch(/^\[critical\] [\x20-\x7e]{0,40}: Approval needed$/);
      expect(subject.length).toBeLessThan(100);
    }
  });
});
