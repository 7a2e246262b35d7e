import type { Answer } from './page/view/view.ts';
import type { Effect, Ruling } from './ruling.ts';

const done = {
  change: {
    completes: 'approved: the change will be made now',
    rejects: 'rejected: nothing will be changed',
    waits: 'approved: another person of another role must approve, too',
  },
  /** Asked in mode `propose`. */
  example: {
    completes: 'approved, and recorded: nothing will be executed, because it was asked in mode propose',
    rejects: 'rejected: nothing will be changed',
    waits: 'approved: another person of another role must approve, too; nothing will be executed in mode propose',
  },
  rollback: {
    completes: 'approved: the prior state will be restored now',
    rejects: 'kept: the change stays as it is',
    waits: 'approved: another person must approve the rollback, too',
  },
} as const satisfies Record<'change' | 'example' | 'rollback', Record<Effect, string>>;

const alone = 'break-glass, told to everybody and to be reviewed: ';

/** A ruling in words for the person who pressed the button. */
export const answerOf = (ruling: Ruling, purpose: 'change' | 'rollback'): Answer => {
  switch (ruling.kind) {
    case 'decided': {
      const { approver, decidedAt, breakGlass } = ruling.proof;
      const decision = ruling.effect === 'rejects' ? 'rejected' : 'approved';
      const said = done[ruling.example === true ? 'example' : purpose][ruling.effect];
      return {
        outcome: 'decided',
        message: breakGlass ? `${alone}${said}` : said,
        by: approver,
        decision,
        at: decidedAt,
      };
    }
    case 'already': {
      const { by, decision, at } = ruling;
      return { outcome: 'already', message: `already ${decision} by ${by} at ${at}`, by, decision, at };
    }
    case 'late':
      return { outcome: 'late', message: `this request expired at ${ruling.expiredAt}`, at: ruling.expiredAt };
    case 'void':
      return { outcome: 'void', message: `this request is void: ${ruling.why}`, why: ruling.why };
    case 'digest-mismatch':
    case 'not-permitted':
    case 'reason-needed':
    case 'confirm-needed':
      return { outcome: ruling.kind, message: ruling.why };
    default:
      return ruling satisfies never;
  }
};
