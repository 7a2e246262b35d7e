import type { Signal } from '../signal.ts';

/** What a signal of a log tells beside the line itself. */
export type Said = {
  /** One of the lines, screened and cut. */
  line: string;
  times: number;
  since?: 'new' | 'more';
  /** So many other workloads say the same. */
  others: number;
};

const begins = { new: ', new since the onset', more: ', more often since the onset' } as const;

/** The summary of what a log says. */
export const saidSummary = ({ line, times, since, others }: Said): string =>
  `${times} x${since === undefined ? '' : begins[since]}${others === 0 ? '' : `, and in ${others} other workloads`}: ${line}`;

const written =
  /^(\d+) x(, new since the onset|, more often since the onset)?(?:, and in (\d+) other workloads)?: (.+)$/su;

/** A summary in its parts again; one of another form is a line by itself. */
export const saidOf = ({ summary }: Pick<Signal, 'summary'>): Said => {
  const [, times, since, others, line] = written.exec(summary) ?? [];
  if (line === undefined) return { line: summary, times: 1, others: 0 };
  return {
    line,
    times: Number(times),
    ...(since === undefined ? {} : { since: since === begins.new ? 'new' : 'more' }),
    others: Number(others ?? 0),
  };
};
