import type { ChartUnit } from '../../../evidence/chart/chart.ts';

/** What a value is divided by to be shown, and what stands behind it. */
export type Scale = { divisor: number; suffix: string };

type Step = readonly [from: number, divisor: number, suffix: string];
/** The largest first; the last one is for everything smaller. */
const steps: Readonly<Record<ChartUnit, readonly Step[]>> = {
  percent: [[0, 1, ' %']],
  bytes: [
    [2 ** 40, 2 ** 40, ' TiB'],
    [2 ** 30, 2 ** 30, ' GiB'],
    [2 ** 20, 2 ** 20, ' MiB'],
    [2 ** 10, 2 ** 10, ' KiB'],
    [0, 1, ' B'],
  ],
  'bytes-per-second': [
    [2 ** 30, 2 ** 30, ' GiB/s'],
    [2 ** 20, 2 ** 20, ' MiB/s'],
    [2 ** 10, 2 ** 10, ' KiB/s'],
    [0, 1, ' B/s'],
  ],
  seconds: [
    [7200, 3600, ' h'],
    [120, 60, ' min'],
    [1, 1, ' s'],
    [0, 0.001, ' ms'],
  ],
  milliseconds: [
    [7_200_000, 3_600_000, ' h'],
    [120_000, 60_000, ' min'],
    [10_000, 1000, ' s'],
    [0, 1, ' ms'],
  ],
  count: [
    [1e15, 1e15, 'P'],
    [1e12, 1e12, 'T'],
    [1e9, 1e9, 'G'],
    [1e6, 1e6, 'M'],
    [1e5, 1e3, 'k'],
    [0, 1, ''],
  ],
};

/** The scale in which a value of this size is read most easily. */
export const scaleOf = (unit: ChartUnit, size: number): Scale => {
  const [, divisor, suffix] = steps[unit].find(([from]) => Math.abs(size) >= from) ?? [0, 1, ''];
  return { divisor, suffix };
};

const withDigits = {
  3: new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }),
  4: new Intl.NumberFormat('en', { maximumSignificantDigits: 4 }),
} as const;

/** A number with at most so many digits that count; those too large or small for that as powers of ten. */
const number = (value: number, digits: keyof typeof withDigits): string => {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(1);
  return withDigits[digits].format(value);
};

/** A value for a person: `1.5 GiB`, `92.1 %`, `340 ms`, `1,840`. */
export const valueText = (unit: ChartUnit, value: number, { divisor, suffix }: Scale = scaleOf(unit, value)): string =>
  `${number(value / divisor, Math.abs(value / divisor) < 1000 ? 3 : 4)}${suffix}`;
