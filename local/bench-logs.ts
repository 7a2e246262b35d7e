import { logFigures } from './bench/log-templates.ts';
import { table } from './bench/table.ts';

// `npm run bench:logs -- <folder>`; this file runs as dist/local/bench-logs.js. Exit 2: bad input.
const wrong = (message: string): void => {
  process.stderr.write(`bench:logs: ${message}\n`);
  process.exitCode = 2;
};

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) {
  wrong('expected one argument, a folder of <system>_2k.log_structured.csv.gz: npm run bench:logs -- <folder>');
} else {
  const figures = logFigures(folder);
  if (figures.kind === 'wrong') wrong(figures.message);
  else {
    const rows = figures.rows.map((row) => [
      row.system,
      String(row.lines),
      String(row.templates),
      row.groupingAccuracy.toFixed(4),
    ]);
    process.stdout.write(
      `${table(['system', 'lines', 'templates', 'grouping accuracy'], [...rows, ['mean', '', '', figures.mean.toFixed(4)]])}
${Math.round(figures.linesPerSecond)} lines/s on one thread, median of repeated passes after warming up\n`,
    );
  }
}
