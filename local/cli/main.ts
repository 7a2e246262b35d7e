import { join } from 'node:path';
import { PolicyLayerInvalid } from '../../core/runtime/policy-layer.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { auditDirProblem, writeAuditDir } from '../audit/write-dir.ts';
import { createRecorder, recordProblem } from '../bundle/recorder.ts';
import { probe } from '../endpoint/probe.ts';
import { type EngineClock, realClock, virtualClock } from '../engine/clock.ts';
import { seededRandom } from '../engine/random.ts';
import type { LocalPerson } from '../gateway/people.ts';
import { embedded } from '../run/operators.ts';
import { writeStackFile } from '../run/stack-file.ts';
import { type Ran, type RunOptions, runScenario } from '../run/run.ts';
import { expectedEnd, scenarios } from '../scenarios/catalogue.ts';
import { troubleMs } from '../scenarios/world.ts';
import type { TemplateModel } from '../template/model.ts';
import { readTemplateFile } from '../template/read-file.ts';
import { type Options, parseArguments } from './arguments.ts';
import { deciderProblem, releaserProblem } from './decider.ts';
import { openPlace, type Proof } from './place.ts';
import { progress } from './progress.ts';
import { reportProblem, writeReport } from './report-file.ts';
import { type Story, storyOf } from './story.ts';
import { proofOf, summaryOf } from './summary.ts';
import { usage } from './usage.ts';

export type Io = {
  argv: readonly string[];
  out(text: string): void;
  err(text: string): void;
  isTerminal: boolean;
  /** Where template.yaml and layers/ are. */
  root: string;
  /** The machine's time: where a run begins, also on a virtual clock. */
  now(): Date;
  /** Where this run tells `npm run ops` of itself; without it, it does not. */
  stackFile?: string;
  /** Resolves when a person has seen enough of a run that is kept. */
  interrupted?(): Promise<void>;
};
export type ExitCode = 0 | 1 | 2;

/** `npm start`: 0 it ended as expected, 1 it did not, 2 the call was wrong and nothing was changed. */
export const main = async (io: Io): Promise<ExitCode> => {
  const parsed = parseArguments(io.argv);
  switch (parsed.kind) {
    case 'wrong':
      return wrong(io, parsed.message);
    case 'help':
      io.out(usage);
      return 0;
    case 'list':
      io.out(list());
      return 0;
    case 'run':
      return start(io, parsed.options);
    default:
      return parsed satisfies never;
  }
};

const wrong = (io: Io, message: string): 2 => {
  io.err(`start: ${message}\n`);
  return 2;
};

const list = (): string => {
  const rows = scenarios.map((scenario) => ({ ...scenario, end: expectedEnd(scenario) }));
  const names = Math.max(...rows.map(({ name }) => name.length));
  const ends = Math.max(...rows.map(({ end }) => end.length));
  return rows
    .map(({ name, end, description }) => `${name.padEnd(names)}  ${end.padEnd(ends)}  ${description}\n`)
    .join('');
};

const start = async (io: Io, options: Options): Promise<ExitCode> => {
  const policy = policyOf(join(io.root, 'layers/policy'));
  if (typeof policy === 'string') return wrong(io, policy);
  const story = storyOf(options.story, policy);
  if (story.kind === 'wrong') return wrong(io, story.message);
  const decision = options.decision ?? (options.json ? story.scenario.decision : { kind: 'person' as const });
  const decider = decision.kind === 'person' ? undefined : deciderProblem(decision, policy.roster);
  const { record, report } = options;
  const problem =
    decider ??
    releaserProblem(options.release, policy.roster) ??
    (record === undefined ? undefined : recordProblem(record)) ??
    (report === undefined ? undefined : reportProblem(report)) ??
    (options.audit === undefined ? undefined : auditDirProblem(options.audit));
  if (problem !== undefined) return wrong(io, problem);
  const read = readTemplateFile(io.root);
  if (read.kind === 'wrong') return wrong(io, read.message);
  return run(io, options, { story, decision, policy, template: read.template });
};

type Prepared = {
  story: Extract<Story, { kind: 'story' }>;
  decision: RunOptions['decision'];
  policy: PolicyLayer;
  template: TemplateModel;
};

const run = async (io: Io, options: Options, { story, decision, policy, template }: Prepared): Promise<ExitCode> => {
  const { recorded } = story;
  const clock = clockOf(io, options);
  const { root } = io;
  const place = await openPlace(options, { root, scenario: story.scenario, policy, template, now: clock.now });
  if (place.kind === 'wrong') return wrong(io, place.message);
  const { scenario, table, wire } = place;
  const recorder = createRecorder();
  const shown = progress({
    write: options.json ? () => undefined : io.out,
    isTerminal: io.isTerminal && !options.json,
    now: watchOf(io, options, clock),
    heading: [...place.heading, `${scenario.name}: ${scenario.description}`],
  });
  let kept: ExitCode | undefined;
  try {
    const ran = await runScenario({
      scenario,
      ...(recorded === undefined ? {} : { recorded }),
      decision,
      reason: options.reason,
      ...(options.release === undefined ? {} : { release: options.release }),
      template,
      policy: place.policy,
      table,
      ...(wire === undefined ? {} : { wire }),
      clock,
      random: seededRandom(1),
      port: options.port,
      onGathered: recorder.onGathered,
      atEnd: async (table, id) => (options.report === undefined ? undefined : writeReport(options.report, table, id)),
      tell: (news) => {
        recorder.hear(news);
        shown.tell(news);
      },
      onUp: (url, people) => announce(io, scenario.name, url, people),
      ...(options.keep
        ? {
            keep: async (ended) => {
              shown.end();
              kept = conclude(io, options, ended, await place.proof?.());
              io.out('\nThe page and npm run ops stay reachable until Ctrl-C.\n\n');
              await io.interrupted?.();
            },
          }
        : {}),
    });
    shown.end();
    if (options.audit !== undefined && ran.kind === 'ended') {
      const { auditStore, signer } = ran.stack.ports;
      await writeAuditDir(options.audit, auditStore, signer.publicKey);
    }
    if (options.record !== undefined && ran.kind === 'ended') recorder.write(options.record, ran.document.incident.id);
    return kept ?? conclude(io, options, ran, await place.proof?.());
  } catch (error) {
    const gone = options.endpoint === undefined ? undefined : await probe(options.endpoint.url);
    if (gone === undefined) throw error;
    io.err(`start: the endpoint went away: ${gone}\n`);
    return 1;
  } finally {
    shown.end();
  }
};

/** Tells `npm run ops` where this run is; undone at its end. */
const announce = (io: Io, scenario: string, url: string, people: readonly LocalPerson[]): (() => void) => {
  const { stackFile, now } = io;
  if (stackFile === undefined) return () => undefined;
  const startedAt = now().toISOString();
  return writeStackFile(stackFile, { ...embedded, scenario, url, pid: process.pid, startedAt, people: [...people] });
};

/**
 * What is created at an endpoint is created now and cannot be dated back: there a run is as far ahead of the machine's
 * time as its trouble is old.
 */
const clockOf = (io: Io, { fast, endpoint }: Options): EngineClock => {
  const aheadMs = endpoint === undefined ? 0 : troubleMs;
  return fast ? virtualClock(new Date(io.now().getTime() + aheadMs)) : realClock(aheadMs);
};

/** What a person sees passing: a virtual clock stands still while somebody decides, their own does not. */
const watchOf = (io: Io, { fast }: Options, clock: EngineClock): (() => Date) => {
  const begun = io.now().getTime();
  return fast ? () => new Date(clock.now().getTime() + io.now().getTime() - begun) : clock.now;
};

/** The policy layer, or the one line that says what is wrong with it. */
const policyOf = (dir: string): PolicyLayer | string => {
  try {
    return loadPolicyLayer(dir);
  } catch (error) {
    if (error instanceof PolicyLayerInvalid) return error.message;
    throw error;
  }
};

const conclude = (io: Io, { json, report }: Options, ran: Ran, proof: Proof | undefined): ExitCode => {
  if (ran.kind === 'port-unusable') return wrong(io, ran.message);
  for (const letter of ran.deadLetters) io.err(`start: dead letter of ${letter.function}: ${letter.error}\n`);
  if (ran.kind === 'stuck') {
    io.err(`start: ${ran.message}\n`);
    return 1;
  }
  if (ran.kind === 'quiet') return concludeQuiet(io, json, ran);
  const { document, expected } = ran;
  const whole = proof === undefined ? document : { ...document, endpoint: proof };
  io.out(
    json ? `${JSON.stringify(whole, null, 2)}\n` : `\n${summaryOf(document)}\n${proofOf(proof)}${reportLine(report)}`,
  );
  const { status } = document.incident;
  if (status !== expected) io.err(`start: ended ${status}, expected ${expected}\n`);
  if (document.audit?.verified !== true) io.err('start: the audit trail does not verify\n');
  return status === expected && document.audit?.verified === true ? 0 : 1;
};

/** No incident: every part of the document is there and says so. */
const concludeQuiet = (io: Io, json: boolean, { expected, audit }: Extract<Ran, { kind: 'quiet' }>): ExitCode => {
  const nothing = { evidence: null, diagnosis: null, proposal: null, approval: null, journal: [], validation: null };
  const document = { incident: null, incidents: [], ...nothing, audit };
  io.out(
    json
      ? `${JSON.stringify(document, null, 2)}\n`
      : '\nEnded      without an incident: nothing that happened was one\n',
  );
  if (expected !== 'none') io.err(`start: no incident was opened, expected ${expected}\n`);
  if (!audit.verified) io.err('start: the audit trail does not verify\n');
  return expected === 'none' && audit.verified ? 0 : 1;
};

const reportLine = (report: string | undefined): string =>
  `Report     ${report ?? '--report <file> writes it, as .md or .html'}\n`;
