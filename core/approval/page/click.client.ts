import type { PageTexts } from '../../policy/language/page-texts.ts';
import { el } from './dom.client.ts';
import { sentence } from './sentence.client.ts';
import type { Click } from './ui.client.ts';
import type { Answer, View } from './view/view.ts';
import { timeOf } from './words.client.ts';

type Told = { key: keyof PageTexts; parts?: Readonly<Record<string, Node | string>> };

const because: Readonly<Record<Exclude<Answer['outcome'], 'decided' | 'already' | 'late' | 'busy'>, keyof PageTexts>> =
  {
    void: 'answerVoid',
    'digest-mismatch': 'answerMismatch',
    'not-permitted': 'answerNotPermitted',
    'reason-needed': 'answerRefused',
    'confirm-needed': 'answerRefused',
    unknown: 'answerRefused',
    refused: 'answerRefused',
  };

const ofAnswer = ({ request }: View, { outcome, message, why, by, decision, at }: Answer): Told => {
  if (outcome === 'decided') return { key: 'answerRecorded' };
  if (outcome === 'busy') return { key: 'answerBusy' };
  if (outcome === 'late' && at !== undefined) return { key: 'answerLate', parts: { at: timeOf(at) } };
  if (outcome === 'already' && by !== undefined && at !== undefined) {
    const name = request.decisions.find((one) => one.by === by)?.name ?? by;
    const key = decision === 'rejected' ? 'answerAlreadyRejected' : 'answerAlreadyApproved';
    return { key, parts: { name, at: timeOf(at) } };
  }
  const key = outcome === 'already' || outcome === 'late' ? 'answerRefused' : because[outcome];
  return { key, parts: { why: why ?? message } };
};

const told = (view: View, click: Click): Told => {
  switch (click.kind) {
    case 'answered':
      return ofAnswer(view, click.answer);
    case 'turned-away':
      return { key: 'answerTurnedAway', parts: { status: String(click.status) } };
    case 'lost':
      return { key: 'answerLost' };
    case 'arrived':
      return { key: 'answerArrived' };
    case 'not-recorded':
      return { key: 'answerNotRecorded', parts: { at: timeOf(click.at) } };
    default:
      return click satisfies never;
  }
};

/** What became of the last click, or nothing where the decision itself stands beside it. */
export const clickNotice = (view: View, click: Click | undefined): HTMLElement | undefined => {
  if (click === undefined || (click.kind === 'answered' && click.answer.outcome === 'decided')) return undefined;
  const { key, parts } = told(view, click);
  const look = click.kind === 'arrived' ? 'notice good' : 'notice bad';
  return el('p', { class: look, id: 'answer', tabindex: '-1' }, ...sentence(key, parts));
};
