import { table } from '../table.ts';
import type { Part } from './soak.ts';

const mb = (bytes: number | undefined): string => ((bytes ?? Number.NaN) / 1_000_000).toFixed(1);
const kb = (bytes: number): string => (bytes / 1_000).toFixed(0);

/** The figures of a soak, for a person. */
export const soakText = (parts: readonly Part[], problems: readonly string[]): string =>
  `${table(
    ['part', 'loops', 'incidents', 'incidents/s', 'heap MB first', 'last', 'kB per 1,000 incidents', '+/-'],
    parts.map(({ name, loops, incidents, seconds, samples, slope }) => [
      name,
      String(loops),
      String(incidents),
      (incidents / seconds).toFixed(1),
      mb(samples[0]?.bytes),
      mb(samples.at(-1)?.bytes),
      kb(slope.per1000),
      kb(2 * slope.error),
    ]),
  )}
heap after a forced collection, without compiled code; the slope by least squares without the first quarter, with twice its standard error
${problems.length === 0 ? 'memory is flat, no handle is left, every incident ended as expected and every audit verifies' : problems.map((one) => `WRONG: ${one}`).join('\n')}
`;
