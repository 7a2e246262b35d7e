import { verificationFigures } from './bench/audit.ts';
import { table } from './bench/table.ts';

// `npm run bench:audit`; this file runs as dist/local/bench-audit.js.
const { records, heads, bytes, rows } = await verificationFigures(2_000, 10, 9);
const perSecond = (seconds: number): string => Math.round(records / seconds).toLocaleString('en');
const [, ...warm] = rows;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
process.stdout.write(
  `${table(
    ['pass', 'records/s of one core', 'records/s by the clock'],
    [
      ...rows.map(({ core, clock }, n) => [n === 0 ? 'cold' : String(n), perSecond(core), perSecond(clock)]),
      ['median', perSecond(median(warm.map(({ core }) => core))), perSecond(median(warm.map(({ clock }) => clock)))],
    ],
  )}
${records.toLocaleString('en')} records of ${Math.round(bytes / records)} bytes in chains of 10, ${heads} signed heads; in memory, so without reading files
`,
);
