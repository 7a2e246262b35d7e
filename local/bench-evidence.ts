import { measureKept, measureLoad } from './bench/evidence/measure.ts';
import { table } from './bench/table.ts';

// `npm run bench:evidence`; this file runs as dist/local/bench-evidence.js.
const sizes = [
  { lines: 1_000, series: 10, objects: 100 },
  { lines: 10_000, series: 50, objects: 500 },
];
const loads = sizes.map((size) => ({ size, load: measureLoad(size, 5) }));
process.stdout.write(
  `${table(
    ['evidence and diagnosis by rules', 'CPU ms', 'heap MB'],
    loads.map(({ size, load }) => [
      `${size.lines} log lines, ${size.series} series, ${size.objects} objects`,
      load.cpuMs.toFixed(0),
      load.megabytes.toFixed(0),
    ]),
  )}\nmedian of 5 runs after one to warm up\n\n`,
);

const kept = measureKept(5_000);
process.stdout.write(
  `decisive lines kept: ${kept.kept} of ${kept.lines}, said 1 to 3 times among 5000 others; at most ${kept.mostTokens} tokens\n${kept.missed
    .map((line) => `  missed: ${line}\n`)
    .join('')}`,
);
