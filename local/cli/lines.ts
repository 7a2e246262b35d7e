import type { TransitionRecord } from '../../core/incident/step.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { News } from '../run/news.ts';
import { duration } from './duration.ts';
import { firedLine } from './fired-line.ts';

const spoken = (status: string): string => status.replaceAll('_', ' ');
/** A step that moved nothing: one of several who must approve did, people were reminded, or a function starts again. */
const stayed = ({ to, by }: TransitionRecord): string => {
  if (by === 'approval-api') return 'one approval';
  return to === 'awaiting_approval' || to === 'awaiting_rollback_approval' ? 'reminder' : 'started again';
};
const indent = ' '.repeat(9);

/** News as lines for a terminal or a log; `started` is when the first alarm fired. A poll says nothing new. */
export const linesOf = (news: News, started: Date): string[] => {
  const line = (at: Date, text: string): string => `${duration(at.getTime() - started.getTime()).padStart(7)}  ${text}`;
  switch (news.kind) {
    case 'listening': {
      if (news.signIn === undefined) return [];
      // Without its scheme: the first address that is printed is the link, and scripts rely on it.
      return [
        `${indent}the page signs people in at a stand-in for your identity provider: ${new URL(news.signIn).host}`,
        `${indent}decide by a link, or from another terminal: npm run ops -- approve`,
      ];
    }
    case 'fired':
      return [line(news.at, firedLine(cleanText(news.alarm, 255), news.event))];
    case 'happened':
      return [line(news.at, `from outside: ${news.what}`)];
    case 'fault':
      return [line(news.at, `fault: ${news.what}`)];
    case 'step': {
      const { step } = news;
      const { from, to, by, reason } = step;
      if (from === to && to === 'executed') return [];
      const what = from !== to ? spoken(to) : stayed(step);
      const why = reason === undefined ? '' : `  ${cleanText(reason, 200)}`;
      return [line(new Date(step.at), `${what.padEnd(18)} ${by.padEnd(13)}${why}`.trimEnd())];
    }
    case 'link':
      return [
        `${indent}${news.link.kind === 'rollback-request' ? 'roll back' : 'approval'} link for ${news.link.to}:`,
        `${indent}${news.link.link}`,
      ];
    case 'answered':
      return [`${indent}${news.by}: ${news.message}`];
    case 'dead-letter':
      return [line(news.letter.at, `dead letter of ${news.letter.function}: ${cleanText(news.letter.error, 300)}`)];
    default:
      return news satisfies never;
  }
};
