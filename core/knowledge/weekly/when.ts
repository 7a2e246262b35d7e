/** Monday from 06:00 to 06:10 UTC: the week is over, and whoever is told of it is about to begin theirs. */
const [day, hour, minutes] = [1, 6, 10];

/** The week that is reviewed now, by the date of this Monday; undefined at any other time. Ten minutes are ten tries. */
export const reviewedNow = (now: Date): { id: string; from: Date; to: Date } | undefined => {
  if (now.getUTCDay() !== day || now.getUTCHours() !== hour || now.getUTCMinutes() >= minutes) return undefined;
  const to = new Date(now);
  to.setUTCHours(hour, 0, 0, 0);
  return { id: to.toISOString().slice(0, 10), from: new Date(to.getTime() - 7 * 86_400_000), to };
};
