import { type TransitionRecord } from '../../incident/step.ts';
import { transitions } from '../../incident/lifecycle.ts';
import { code, fact, type Line, list, section, type Section, strong, text, time } from '../document.ts';
import type { Facts } from '../facts.ts';
import { between, counted, spoken } from '../words.ts';

const meaning = ({ from, to, by }: TransitionRecord): string => {
  const known = transitions.find((one) => one.from === from && one.to === to && one.by === by);
  return known === undefined ? 'a move that the lifecycle does not have' : known.when;
};

/** The analyzer's reason is the summary of the cause, which a model may have written: the section about causes has it. */
const reasonOf = ({ by, reason }: TransitionRecord): Line =>
  by === 'analyzer' || reason === undefined ? [] : ['. Reason: ', fact(reason)];

const stepLine = (step: TransitionRecord, openedAt: string): Line => [
  time(step.at),
  ` (+${between(openedAt, step.at)}) `,
  strong(spoken(step.to)),
  `, by ${step.by}`,
  ...(step.person === undefined ? [] : [' for ', code(step.person)]),
  `: ${meaning(step)}`,
  ...reasonOf(step),
];

const repeats = (again: readonly TransitionRecord[]): string => {
  const states = [...new Set(again.map(({ to }) => to))];
  const each = states.map((state) => `${spoken(state)} ${again.filter(({ to }) => to === state).length}`);
  return `Not listed: ${counted(again.length, 'step', 'steps')} that moved nothing (reminders, polls, further tries): ${each.join(', ')}.`;
};

/** Every move of the incident, with who made it and why. */
export const timeline = ({ history, incident }: Facts): Section => {
  const moves = history.filter(({ from, to }) => from !== to);
  const again = history.filter(({ from, to }) => from === to);
  return section(
    'Timeline',
    'No step is on record.',
    ...list(
      'steps',
      moves.map((step) => stepLine(step, incident.openedAt)),
    ),
    ...(again.length === 0 ? [] : [text(repeats(again))]),
  );
};
