/** The value of a flag that is a whole number below 2^32, or what is wrong with it. */
export const wholeNumber = (flag: string, text: string, least: number): number | { message: string } => {
  const value = Number(text);
  return /^\d{1,10}$/.test(text) && value >= least && value < 2 ** 32
    ? value
    : { message: `--${flag}: expected a whole number of at least ${least} and below 2^32, found ${text}` };
};
