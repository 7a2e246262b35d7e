import * as z from 'zod';
import type { Api } from './api.ts';
import type { Result } from './result.ts';

const Review = z.looseObject({ week: z.iso.date(), review: z.looseObject({}), markdown: z.string() });

/** The review of a week as the API made it of its data: cleaned and escaped for Markdown. */
export const showWeekly = async (api: Api, week: string | undefined): Promise<Result> => {
  const answer = await api.operation('weekly', week === undefined ? {} : { week }, Review);
  return { code: 0, document: answer, text: answer.markdown };
};
