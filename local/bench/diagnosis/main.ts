import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resourceKey } from '../../../core/incident/resource.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { table } from '../table.ts';
import { readLabels } from './labels.ts';
import { type Case, runSet } from './run.ts';
import { type Score, scoreOf } from './score.ts';

export type Io = { argv: readonly string[]; out(text: string): void; err(text: string): void; root: string };

const usage = `npm run bench:diagnosis -- <set-dir> --labels <file>     every bundle of a set, diagnosed by rules and scored

  --errors    the cases that are wrong at rank 1
  --json      one JSON document
Exit: 0 measured, 2 bad input.
`;

const options = {
  labels: { type: 'string' },
  errors: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const share = (count: number, of: number): string => (of === 0 ? '-' : `${count}/${of} ${(count / of).toFixed(2)}`);

const figures = (score: Score): string =>
  table(
    ['', 'category and resource', 'category', 'resource'],
    (['top1', 'top3'] as const).map((rank) => [
      rank === 'top1' ? 'top-1' : 'top-3',
      ...(['both', 'category', 'resource'] as const).map((what) => share(score[rank][what], score.faulty)),
    ]),
  ) +
  `\n${score.cases} cases (${score.healthy} healthy); abstained ${score.abstained}; a fault claimed on ${score.falseFaults} healthy\n` +
  table(
    ['', 'median', 'most'],
    [
      ['tokens of the evidence, at most', String(score.tokens.median), String(score.tokens.most)],
      ['CPU ms', score.milliseconds.median.toFixed(1), score.milliseconds.most.toFixed(1)],
      ['heap MB', score.megabytes.median.toFixed(1), score.megabytes.most.toFixed(1)],
      ...(score.onsetMinutes === undefined
        ? []
        : [['onset error, minutes', score.onsetMinutes.median.toFixed(1), score.onsetMinutes.most.toFixed(1)]]),
    ],
  ) +
  '\n';

const mistake = ({ name, label, diagnosis, hits: [first] }: Case): string[] => {
  const ok = label.healthy ? diagnosis.kind !== 'diagnosed' : first?.both === true;
  if (ok) return [];
  const [cause] = diagnosis.causes;
  const [wanted] = label.causes;
  const found = cause === undefined ? diagnosis.kind : `${cause.category} ${resourceKey(cause.resource)}`;
  return [
    `${name}: expected ${wanted === undefined ? 'healthy' : `${wanted.category} ${wanted.resource}`}, found ${found}\n`,
  ];
};

/** `npm run bench:diagnosis`: 0 measured, 2 the call, the labels or a bundle is wrong. */
export const main = (io: Io): 0 | 2 => {
  const wrong = (message: string): 2 => {
    io.err(`bench:diagnosis: ${message}\n`);
    return 2;
  };
  let parsed;
  try {
    parsed = parseArgs({ args: [...io.argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return wrong(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    io.out(usage);
    return 0;
  }
  const [dir, ...more] = positionals;
  if (dir === undefined || more.length > 0) return wrong(`expected one <set-dir>, found ${positionals.length}`);
  if (values.labels === undefined) return wrong('expected --labels <file>');
  const read = readLabels(values.labels);
  if (read.kind === 'wrong') return wrong(read.message);
  const ran = runSet(dir, read.labels, loadPolicyLayer(join(io.root, 'layers/policy')));
  if (ran.kind === 'wrong') return wrong(ran.message);
  const score = scoreOf(ran.cases);
  if (values.json === true) {
    const cases = ran.cases.map(({ label: _label, ...one }) => one);
    io.out(`${JSON.stringify({ score, cases }, null, 2)}\n`);
  } else {
    io.out(figures(score));
    if (values.errors === true) io.out(ran.cases.flatMap(mistake).join(''));
  }
  return 0;
};
