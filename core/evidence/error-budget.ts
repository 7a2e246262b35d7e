import * as z from 'zod';
import type { Points } from './metrics/points.ts';
import type { Slo } from './slo.ts';

/** Why nothing can be said of a budget. */
export const budgetUnknowns = ['not-read', 'no-requests', 'no-outcomes', 'contradiction'] as const;

const objective = { objective: z.number().gt(0).lt(100), days: z.int().min(1).max(90) };

/** What is left of the error budget of an objective, or why that is not known. */
export const ErrorBudget = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('known'),
    ...objective,
    /** Of the whole budget; below zero where more failed than it allows. */
    remainingPercent: z.number().max(100),
    /** The same as minutes in which everything fails, of the whole window. */
    remainingMinutes: z.number(),
    budgetMinutes: z.number().positive(),
    /** Hours of the window in which something was counted, and all of them. */
    countedHours: z.int().positive(),
    windowHours: z.int().positive(),
  }),
  z.strictObject({ kind: z.literal('unknown'), ...objective, why: z.enum(budgetUnknowns) }),
]);
export type ErrorBudget = z.infer<typeof ErrorBudget>;

/** Sums by the hour, as they were read. */
export type Counts = { total: Points; bad?: Points; good?: Points };

const hourMs = 3_600_000;
/** Where an objective is counted: whole hours, the running one included. */
export const budgetPeriod = ({ days }: Pick<Slo, 'days'>, now: Date): { from: Date; to: Date } => ({
  from: new Date(Math.floor(now.getTime() / hourMs) * hourMs - days * 24 * hourMs),
  to: now,
});

const sum = (points: Points): number => points.reduce((all, { value }) => all + value, 0);
/** To hundredths; an empty budget is zero, of either sign. */
const rounded = (value: number): number => Number(value.toFixed(2)) || 0;

/**
 * The budget by requests: of all that was counted in the window, the share that failed against the share that may fail
 * (https://sre.google/workbook/implementing-slos/). No data is never a full budget: without requests, or without any count of what
 * they came to, it is not known. An hour without failures publishes none of them, so hours are not compared one by one.
 */
export const errorBudget = ({ objective: percent, days }: Slo, counts: Counts | undefined, now: Date): ErrorBudget => {
  const unknown = (why: (typeof budgetUnknowns)[number]): ErrorBudget => ({
    kind: 'unknown',
    objective: percent,
    days,
    why,
  });
  if (counts === undefined) return unknown('not-read');
  const { from, to } = budgetPeriod({ days }, now);
  const inWindow = (points: Points): Points =>
    points.filter(({ at, value }) => Number.isFinite(value) && value >= 0 && at >= from && at <= to);
  const total = inWindow(counts.total);
  const outcomes = inWindow(counts.bad ?? counts.good ?? []);
  const all = sum(total);
  if (all === 0) return unknown('no-requests');
  if (outcomes.length === 0) return unknown('no-outcomes');
  const failed = counts.bad === undefined ? all - sum(outcomes) : sum(outcomes);
  if (failed < 0 || failed > all) return unknown('contradiction');
  const allowed = 1 - percent / 100;
  const left = 1 - failed / all / allowed;
  const budgetMinutes = days * 24 * 60 * allowed;
  return {
    kind: 'known',
    objective: percent,
    days,
    remainingPercent: rounded(left * 100),
    remainingMinutes: rounded(left * budgetMinutes),
    budgetMinutes: rounded(budgetMinutes),
    countedHours: total.filter(({ value }) => value > 0).length,
    windowHours: days * 24,
  };
};
