import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../core/approval/answer.ts';
import type { Effect, Ruling } from '../../../core/approval/ruling.ts';
import { proofFields } from '../../support/approval.ts';

const decided = (effect: Effect, change: object = {}, more: object = {}): Ruling => ({
  kind: 'decided',
  proof: proofFields(change),
  effect,
  ...more,
});
const at = proofFields().decidedAt;

describe('the answer to a person who pressed a button', () => {
  it.each<[string, Ruling, 'change' | 'rollback', string, string]>([
    ['approves', decided('completes'), 'change', 'approved', 'approved: the change will be made now'],
    ['rejects', decided('rejects'), 'change', 'rejected', 'rejected: nothing will be changed'],
    [
      'approves first',
      decided('waits'),
      'change',
      'approved',
      'approved: another person of another role must approve, too',
    ],
    [
      'approves an example',
      decided('completes', {}, { example: true }),
      'change',
      'approved',
      'approved, and recorded: nothing will be executed, because it was asked in mode propose',
    ],
    [
      'rejects an example',
      decided('rejects', {}, { example: true }),
      'change',
      'rejected',
      'rejected: nothing will be changed',
    ],
    [
      'approves an example first',
      decided('waits', {}, { example: true }),
      'change',
      'approved',
      'approved: another person of another role must approve, too; nothing will be executed in mode propose',
    ],
    [
      'approves a rollback',
      decided('completes'),
      'rollback',
      'approved',
      'approved: the prior state will be restored now',
    ],
    ['closes instead', decided('rejects'), 'rollback', 'rejected', 'kept: the change stays as it is'],
    [
      'approves a rollback first',
      decided('waits'),
      'rollback',
      'approved',
      'approved: another person must approve the rollback, too',
    ],
    [
      'breaks the glass',
      decided('completes', { breakGlass: true }),
      'change',
      'approved',
      'break-glass, told to everybody and to be reviewed: approved: the change will be made now',
    ],
  ])('who %s', (_what, ruling, purpose, decision, message) => {
    expect(answerOf(ruling, purpose)).toEqual({ outcome: 'decided', message, by: 'alice', decision, at });
  });

  it.each<[Ruling, object]>([
    [
      { kind: 'already', by: 'bob', decision: 'rejected', at },
      { outcome: 'already', message: `already rejected by bob at ${at}`, by: 'bob', decision: 'rejected', at },
    ],
    [
      { kind: 'late', expiredAt: at },
      { outcome: 'late', message: `this request expired at ${at}`, at },
    ],
    [
      { kind: 'void', why: 'it recovered' },
      { outcome: 'void', message: 'this request is void: it recovered', why: 'it recovered' },
    ],
    [
      { kind: 'digest-mismatch', why: 'w' },
      { outcome: 'digest-mismatch', message: 'w' },
    ],
    [
      { kind: 'not-permitted', why: 'w' },
      { outcome: 'not-permitted', message: 'w' },
    ],
    [
      { kind: 'reason-needed', why: 'w' },
      { outcome: 'reason-needed', message: 'w' },
    ],
    [
      { kind: 'confirm-needed', why: 'w' },
      { outcome: 'confirm-needed', message: 'w' },
    ],
  ])('whose decision counts for nothing says why: %j', (ruling, answer) => {
    expect(answerOf(ruling, 'change')).toEqual(answer);
  });
});
