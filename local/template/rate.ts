const seconds: Record<string, number> = { minute: 60, minutes: 60, hour: 3600, hours: 3600, day: 86_400, days: 86_400 };

/** Seconds of `rate(5 minutes)`. Throws for cron, which this stack does not use, and for what is neither. */
export const everySeconds = (expression: string): number => {
  const [, count, unit] = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(expression) ?? [];
  const each = seconds[unit ?? ''];
  if (each === undefined || Number(count) < 1) {
    throw new Error(`schedule "${expression}": expected rate(<n> minutes|hours|days)`);
  }
  return Number(count) * each;
};
