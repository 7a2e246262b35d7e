import { fileURLToPath } from 'node:url';
import { bundleFigures } from './bench/bundles.ts';
import { loopFigures } from './bench/loop.ts';
import { table } from './bench/table.ts';

// `npm run bench`; this file runs as dist/local/bench.js.
const root = fileURLToPath(new URL('../..', import.meta.url));
const ms = (value: number): string => value.toFixed(1);

const bundles = bundleFigures(root);
process.stdout.write(
  `${table(
    ['function', 'kB', 'import ms', 'x empty'],
    [
      ['(empty handler)', '0', ms(bundles.empty), '1.0'],
      ...bundles.functions.map((one) => [one.name, String(one.kilobytes), ms(one.importMs), one.ratio.toFixed(1)]),
    ],
  )}\nmedian of 15 fresh processes each, in turn, policy layer included\n\n`,
);

const loop = await loopFigures(root);
process.stdout.write(
  `${table(
    ['loop eks-oomkilled', 'CPU ms', 'elapsed ms'],
    [
      ['alarm to link', ms(loop.alarmToLink.cpuMs), ms(loop.alarmToLink.elapsedMs)],
      ['approval to applied', ms(loop.approvalToApplied.cpuMs), ms(loop.approvalToApplied.elapsedMs)],
    ],
  )}\nmedian of 9 runs, real handlers in memory, engine included; waits, network and model excluded\n\n`,
);

const services = [...new Set([...loop.counts.values()].flatMap((of) => [...of.keys()]))].toSorted();
const total = (name: (typeof services)[number]): number =>
  [...loop.counts.values()].reduce((sum, of) => sum + (of.get(name) ?? 0), 0);
process.stdout.write(
  `${table(
    ['requests per incident', ...services],
    [
      ...[...loop.counts].map(([name, of]) => [name, ...services.map((service) => String(of.get(service) ?? ''))]),
      ['all', ...services.map((service) => String(total(service)))],
      ['per minute, incident or not', ...services.map((service) => String(loop.perMinute.get(service) ?? ''))],
    ],
  )}\none incident from alarm to report, an idempotency record counts as two requests; the query for what is due, which the
timekeeper makes in every minute, is in the last line and not in the incident's\n`,
);
