import type { ErrorBudget } from '../evidence/error-budget.ts';
import { type Line, strong } from './document.ts';
import { numberText } from './words.ts';

const unknown: Readonly<Record<Extract<ErrorBudget, { kind: 'unknown' }>['why'], string>> = {
  'not-read': 'its metrics could not be read',
  'no-requests': 'no requests were counted',
  'no-outcomes': 'nothing counted what the requests came to',
  contradiction: 'more requests were counted as good or as failed than there were',
};

/** Below this much of the window, what is said of it is said of a part. */
const nearlyAll = 0.9;

/** What is left of an error budget, in one line of our own words and numbers; what is not known is said so. */
export const budgetLine = (budget: ErrorBudget): Line => {
  const of = `Error budget (${numberText(budget.objective)} % over ${budget.days} days): `;
  if (budget.kind === 'unknown') return [of, strong('not known'), `, ${unknown[budget.why]}.`];
  const { remainingPercent, remainingMinutes, budgetMinutes, countedHours, windowHours } = budget;
  const part =
    countedHours < nearlyAll * windowHours
      ? [` Requests were counted in ${countedHours} of ${windowHours} hours only.`]
      : [];
  if (remainingPercent < 0) {
    const used = `${numberText(100 - remainingPercent)} % used, ${numberText(-remainingMinutes)} min more than it has`;
    return [of, strong('used up'), `: ${used} (${numberText(budgetMinutes)} min).`, ...part];
  }
  const left = `${numberText(remainingPercent)} % left`;
  return [of, strong(left), `, ${numberText(remainingMinutes)} of ${numberText(budgetMinutes)} min.`, ...part];
};
