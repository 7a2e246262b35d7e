import type { TransitionRecord } from '../../core/incident/step.ts';
import type { DeadLetter } from '../engine/types.ts';
import type { ApprovalLink } from '../ports/notices.ts';

/** What a run tells while it goes on. */
export type News =
  /** `signIn`: where people sign in. */
  | { kind: 'listening'; url: string; signIn?: string }
  | { kind: 'fired'; at: Date; alarm: string; event: object }
  | { kind: 'step'; step: TransitionRecord }
  | { kind: 'link'; link: ApprovalLink }
  | { kind: 'answered'; by: string; message: string }
  | { kind: 'happened'; at: Date; what: string }
  | { kind: 'fault'; at: Date; what: string }
  | { kind: 'dead-letter'; letter: DeadLetter };
export type Tell = (news: News) => void;
