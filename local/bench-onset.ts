import { readLabelledSeries } from './bench/labelled-series.ts';
import { falseAlarms, onsetRows, protocols, sharesOf } from './bench/metric-onset.ts';
import { table } from './bench/table.ts';

// `npm run bench:onset -- <dir>`: how well the onset of a metric's anomaly is told; exit 2 on bad input.
const main = ([folder, ...more]: string[]): 0 | 2 => {
  const wrong = (message: string): 2 => {
    process.stderr.write(`bench:onset: ${message}\n`);
    return 2;
  };
  if (folder === undefined || more.length > 0) return wrong('expected one folder: npm run bench:onset -- <dir>');
  const read = readLabelledSeries(folder);
  if (read.kind === 'wrong') return wrong(read.message);

  const [main] = protocols;
  const rows = main === undefined ? [] : onsetRows(read.series, main);
  if (rows.length === 0) return wrong(`${folder}: no label has a window`);
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const minute = (time: Date | undefined): string => time?.toISOString().slice(0, 16) ?? 'none';
  process.stdout.write(
    `${table(
      ['series', 'window from', 'window to', 'onset', 'in window', 'minutes off'],
      rows.map((row) => [
        row.series,
        minute(row.window.from),
        minute(row.window.to),
        minute(row.onset),
        row.inWindow ? 'yes' : 'no',
        String(row.minutesOff ?? ''),
      ]),
    )}\none label a line; the context is the 48 h up to the end of its window\n\n`,
  );
  process.stdout.write(
    `${table(
      ['the context of 48 h', 'cases', 'in the window', 'within 1 h'],
      protocols.map((protocol) => {
        const shares = sharesOf(onsetRows(read.series, protocol));
        return [protocol.name, String(shares.cases), percent(shares.inWindow), percent(shares.withinHour)];
      }),
    )}\n\n`,
  );
  const { pieces, share } = falseAlarms(read.series, 300);
  const alarms = pieces === 0 ? 'not known, there are none of' : `${(share * 100).toFixed(1)} % of ${pieces}`;
  process.stdout.write(`false alarms: ${alarms} the 48 h pieces without a label\n`);
  return 0;
};

process.exitCode = main(process.argv.slice(2));
