/** A whole number from 1 to `most` as a flag says it, or what was wrong with it. */
export const wholeNumber = (flag: string, text: string, most: number): number | { message: string } => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= 1 && value <= most
    ? value
    : { message: `${flag}: expected a whole number from 1 to ${most}, found ${text}` };
};
