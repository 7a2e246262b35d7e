import type { Tell } from '../run/news.ts';
import { duration } from './duration.ts';
import { linesOf } from './lines.ts';

export type Progress = { tell: Tell; end(): void };
type Screen = {
  write(text: string): void;
  isTerminal: boolean;
  now(): Date;
  /** Written once everything is up. */
  heading: readonly string[];
};

const clear = '\r\u001b[2K';
const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`;

/**
 * Tells a run as it goes on: one line per step; on a terminal also a last line that says what is waited for and for how
 * long, redrawn each second. A reminder does not print the same link again.
 */
export const progress = ({ write, isTerminal, now, heading }: Screen): Progress => {
  let started: Date | undefined;
  let waiting: { status: string; since: Date } | undefined;
  const links = new Set<string>();

  const draw = (): void => {
    if (!isTerminal || waiting === undefined) return;
    const elapsed = duration(now().getTime() - waiting.since.getTime());
    write(`${clear}${dim(`         ${waiting.status.replaceAll('_', ' ')} for ${elapsed}`)}`);
  };
  const timer = isTerminal ? setInterval(draw, 1000) : undefined;
  timer?.unref();

  return {
    tell: (news) => {
      if (news.kind === 'listening') write(`${heading.join('\n')}\n\n`);
      if (news.kind === 'fired') started ??= news.at;
      if (news.kind === 'link') {
        if (links.has(news.link.link)) return;
        links.add(news.link.link);
      }
      if (news.kind === 'step' && news.step.from !== news.step.to) {
        waiting = { status: news.step.to, since: now() };
      }
      const lines = linesOf(news, started ?? now());
      if (lines.length > 0) write(`${isTerminal ? clear : ''}${lines.join('\n')}\n`);
      draw();
    },
    end: () => {
      clearInterval(timer);
      if (isTerminal) write(clear);
    },
  };
};
