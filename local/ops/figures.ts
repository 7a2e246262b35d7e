import * as z from 'zod';
import { counted } from '../../core/report/words.ts';
import { duration } from '../cli/duration.ts';
import type { Api } from './api.ts';
import { columns } from './columns.ts';
import type { Result } from './result.ts';

const Figures = z.object({
  asked: z.number(),
  decided: z.number(),
  rejected: z.number(),
  expired: z.number(),
  medianSeconds: z.number().nullable(),
  p90Seconds: z.number().nullable(),
  quickShare: z.number().nullable(),
  overturned: z.number(),
  overturnedShare: z.number().nullable(),
});
const Answer = z.object({
  days: z.number(),
  incidents: z.number(),
  more: z.boolean(),
  figures: z.object({ all: Figures, approvers: z.array(Figures.extend({ approver: z.string() })) }),
});

const head = ['WHO', 'ASKED', 'DECIDED', 'REJECTED', 'EXPIRED', 'MEDIAN', 'P90', 'IN 5 S', 'OVERTURNED'];

/** Nothing is not zero. */
const time = (seconds: number | null): string => (seconds === null ? '-' : duration(seconds * 1000));
const share = (part: number | null): string => (part === null ? '-' : `${Math.round(part * 100)} %`);

const row = (who: string, one: z.infer<typeof Figures>): string[] => [
  who,
  ...[one.asked, one.decided, one.rejected, one.expired].map(String),
  time(one.medianSeconds),
  time(one.p90Seconds),
  share(one.quickShare),
  one.overturnedShare === null ? '-' : `${one.overturned} (${share(one.overturnedShare)})`,
];

/** How people decided in the last days, all together and each. */
export const showFigures = async (api: Api, days: number | undefined): Promise<Result> => {
  const answer = await api.operation('figures', days === undefined ? {} : { days }, Answer);
  const { all, approvers } = answer.figures;
  const rows = [row('everybody', all), ...approvers.map((one) => row(one.approver, one))];
  const newest = answer.more ? 'the newest ' : '';
  const text = `${newest}${counted(answer.incidents, 'incident', 'incidents')} of the last ${answer.days} days in which somebody was asked\n`;
  return { code: 0, document: answer, text: `${text}${columns(head, rows)}` };
};
