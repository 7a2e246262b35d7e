import { anywhere } from '../../../knowledge/lessons.ts';
import { optionOf } from '../../../knowledge/option.ts';
import type { Remembered } from '../../../knowledge/similar.ts';
import { outcomeText, recordText } from '../../../knowledge/words.ts';
import type { Proposal } from '../../../remediation/proposal.ts';
import type { SimilarView } from './view.ts';

/** The similar incidents, named, with how each of them ended. */
export const similarView = ({ similar }: Remembered): SimilarView[] =>
  similar.map((one) => ({
    id: one.incidentId,
    at: one.closedAt,
    likeness: one.likeness,
    sameResource: one.sameResource,
    ...(one.category === undefined ? {} : { category: one.category }),
    actions: one.option?.actions ?? [],
    outcome: outcomeText(one),
  }));

/** What a choice came to in the similar incidents with this cause; undefined where there are none. */
export const recordOf = (
  { similar }: Remembered,
  category: string | undefined,
  choice: Proposal,
): string | undefined => {
  const alike = similar.filter((one) => one.category !== undefined && one.category === category);
  if (category === undefined || alike.length === 0) return undefined;
  return recordText(alike.length, anywhere(alike, category, optionOf(choice)));
};
