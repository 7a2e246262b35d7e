import { table } from '../../../local/bench/table.ts';
import type { Hunted } from './hunt.ts';

const saidOf = ({ found }: Hunted): string => {
  if (found === undefined) return 'NOT FOUND';
  return found.isExpected ? found.violation : `by another: ${found.violation}`;
};

/** One row for each bug: after how many seeds it was found, with which one, and what did not hold. */
export const huntTable = (hunted: readonly Hunted[]): string => {
  const numbers = hunted.map(({ name, seeds, found }) => [name, String(seeds), String(found?.seed ?? '')]);
  const said = ['what did not hold', ...hunted.map(saidOf)];
  const lines = table(['bug', 'seeds', 'seed'], numbers)
    .split('\n')
    .map((line, n) => `${line}  ${said[n]}\n`);
  const found = hunted.filter((one) => one.found !== undefined);
  const expected = found.filter((one) => one.found?.isExpected === true);
  const most = Math.max(0, ...found.map(({ seeds }) => seeds));
  return `${lines.join('')}
${found.length} of ${hunted.length} planted bugs found, each within ${most} seeds; ${expected.length} by the invariant that was expected to find it
`;
};
