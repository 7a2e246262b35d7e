/** Monday at 06:00 UTC: the week is over, and whoever is told of it is about to begin theirs. */
const [day, hour] = [1, 6];
/** So many minutes are tries one after the other; after them there is one in each hour of that day. */
const minutes = 10;

const isTried = (now: Date): boolean =>
  now.getUTCHours() === hour ? now.getUTCMinutes() < minutes : now.getUTCHours() > hour && now.getUTCMinutes() === 0;

/** The week that is reviewed now, by the date of this Monday; undefined where no review is tried. */
export const reviewedNow = (now: Date): { id: string; from: Date; to: Date } | undefined => {
  if (now.getUTCDay() !== day || !isTried(now)) return undefined;
  const to = new Date(now);
  to.setUTCHours(hour, 0, 0, 0);
  return { id: to.toISOString().slice(0, 10), from: new Date(to.getTime() - 7 * 86_400_000), to };
};
