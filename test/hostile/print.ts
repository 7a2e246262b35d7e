import { table } from '../../local/bench/table.ts';
import type { Ran } from './run-target.ts';

const shown = ({ as }: Ran): string => as.map(([name, count]) => `${name} ${count}`).join(', ');

/** A line for each target: how many inputs, how each was refused, and how many were not. */
export const summary = (all: readonly Ran[]): string => {
  const rows = all.map((ran) => [
    ran.name,
    String(ran.refused),
    String(ran.valid),
    ran.violation === undefined ? '0' : '1',
  ]);
  const sum = (count: (ran: Ran) => number): string => String(all.reduce((total, ran) => total + count(ran), 0));
  const total = [
    'all',
    sum(({ refused }) => refused),
    sum(({ valid }) => valid),
    sum(({ violation }) => (violation === undefined ? 0 : 1)),
  ];
  const answers = all.map((ran) => `${ran.name}: ${shown(ran)}`);
  return `${table(['target', 'bad inputs', 'valid', 'violations'], [...rows, total])}\n\n${answers.join('\n')}\n`;
};

/** A failing input, the shortest that was found, and how to send it once more. */
export const failure = ({ name, violation }: Ran): string =>
  violation === undefined
    ? ''
    : `hostile: ${name}: ${violation.why}\n${violation.input}\nonce more: npm run hostile -- --target ${name} --seed ${violation.seed} --path ${violation.path}\n`;
