/** `469 of 500`, `97/100`: how many, and of how many. */
const counted = /\b(\d+) ?(?:out of|of|\/) ?(?:the |its |a limit of )?(\d+)\b/i;
/** `95% of max_connections`, `55-65% of maximum`: the upper end counts. */
const percent = /(\d{1,3}(?:\.\d+)?) ?(?:%|percent) of (?:max_connections|the |its )?(?:maximum|max|limit|capacity)?/i;

/** The share of a limit that a text states, with the limit itself where it is told; undefined where it states none. */
export const shareOfLimit = (text: string): { share: number; limit?: number } | undefined => {
  const [, used, of] = counted.exec(text) ?? [];
  if (used !== undefined && of !== undefined && Number(of) >= Number(used) && Number(of) > 0) {
    return { share: Number(used) / Number(of), limit: Number(of) };
  }
  const [, share] = percent.exec(text) ?? [];
  return share === undefined ? undefined : { share: Number(share) / 100 };
};
