import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../../core/approval/notice/subject.ts';

describe('a subject', () => {
  it.each([
    ['payments', 'done', '[high] payments: done'],
    ['Größe', 'done', '[high] Gr??e: done'],
    [`${'a'.repeat(39)} b`, 'done', `[high] ${'a'.repeat(39)}: done`],
    ['payments', 'x'.repeat(98), `[high] payments: ${'x'.repeat(82)}`],
  ])('of %j is ASCII of fewer than 100 characters', (service, what, subject) =>
    expect(subjectOf({ severity: 'high', service }, what)).toBe(subject),
  );
});
