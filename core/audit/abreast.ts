/** Calls at the same time: many, and far below what S3 takes. */
const width = 20;

/** What `ask` answers for each, in their order; `width` of them are asked at the same time. Throws what `ask` throws. */
export const abreast = async <T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> => {
  const answers: R[] = [];
  for (let from = 0; from < items.length; from += width) {
    answers.push(...(await Promise.all(items.slice(from, from + width).map(ask))));
  }
  return answers;
};
