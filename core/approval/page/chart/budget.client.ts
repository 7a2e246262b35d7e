import { el } from '../dom.client.ts';
import { say, spoken } from '../say.client.ts';
import type { View } from '../view/view.ts';

type Budget = NonNullable<View['budget']>;

/** Below this much of the window, what is said of it is said of a part. */
const nearlyAll = 0.9;

const unknown = {
  'not-read': 'budgetNotRead',
  'no-requests': 'budgetNoRequests',
  'no-outcomes': 'budgetNoOutcomes',
  contradiction: 'budgetContradiction',
} as const;

const number = (value: number): string => value.toLocaleString(spoken(), { maximumFractionDigits: 2 });

const left = (budget: Budget): HTMLElement[] => {
  if (budget.kind === 'unknown') {
    return [el('p', {}, el('b', {}, say('budgetUnknown'))), el('p', { class: 'small' }, say(unknown[budget.why]))];
  }
  const { remainingPercent, remainingMinutes, budgetMinutes, countedHours, windowHours } = budget;
  const usedUp = remainingPercent < 0;
  const percent = usedUp
    ? say('budgetUsedUp', { percent: number(100 - remainingPercent) })
    : say('budgetLeft', { percent: number(remainingPercent) });
  const minutes = say('budgetMinutes', { minutes: number(remainingMinutes), of: number(budgetMinutes) });
  return [
    el('p', {}, el('b', { class: usedUp ? 'bad' : '' }, percent), ' ', el('span', { class: 'small' }, minutes)),
    ...(countedHours < nearlyAll * windowHours
      ? [el('p', { class: 'quiet small' }, say('budgetPart', { hours: countedHours, of: windowHours }))]
      : []),
  ];
};

/** What is left of the objective of the service, where its runbook has one; not known is said, and is never full. */
export const budgetCard = ({ budget }: View): HTMLElement | undefined =>
  budget === null
    ? undefined
    : el(
        'section',
        { class: 'card', id: 'budget-card', 'aria-labelledby': 'budget' },
        el('h2', { id: 'budget' }, say('budgetTitle')),
        ...left(budget),
        el(
          'p',
          { class: 'quiet small' },
          say('budgetObjective', { objective: number(budget.objective), days: budget.days }),
        ),
      );
