import { heldByPerson } from '../../core/incident/lifecycle.ts';
import { cleanText } from '../../core/incident/text.ts';
import { type Api, signedApi } from './api.ts';
import type { Command } from './command.ts';
import type { Where } from './where.ts';
import { parseArguments } from './arguments.ts';
import { closeCircuits, showCircuits } from './circuit.ts';
import { decideRequest } from './decide.ts';
import { callersClient, deployedTarget, urlTarget } from './deployed-target.ts';
import { Outcome } from './documents.ts';
import { embeddedTarget } from './embedded-target.ts';
import { Failed } from './failed.ts';
import { showFigures } from './figures.ts';
import type { ExitCode, Io } from './io.ts';
import { showJournal } from './journal.ts';
import { listIncidents } from './list.ts';
import { showReport } from './report.ts';
import type { Result } from './result.ts';
import { showIncident } from './show.ts';
import { turnSwitch } from './switches.ts';
import type { Target } from './target.ts';
import { usage } from './usage.ts';
import { watchIncident } from './watch.ts';
import { showWeekly } from './weekly.ts';
import { type Wanted, whichIncident } from './which-incident.ts';

/** `npm run ops`: 0 yes, done or over; 1 no, refused or not over yet; 2 the call was wrong and nothing was asked for. */
export const main = async (io: Io): Promise<ExitCode> => {
  const parsed = parseArguments(io.argv);
  if (parsed.kind === 'help') {
    io.out(usage);
    return 0;
  }
  if (parsed.kind === 'wrong') {
    io.err(`ops: ${parsed.message}\n`);
    return 2;
  }
  const { command, where, json } = parsed;
  try {
    const target = await targetOf(io, where);
    io.err(`ops: ${cleanText(target.heading, 200)}\n`);
    const { code, text, document } = await run(io, target, command, json);
    io.out(json ? `${JSON.stringify(document, null, 2)}\n` : text);
    return code;
  } catch (error) {
    return ended(io, error, json);
  }
};

const ended = (io: Io, error: unknown, json: boolean): ExitCode => {
  if (io.interrupted.aborted) {
    io.err('ops: interrupted\n');
    return 1;
  }
  if (!(error instanceof Failed)) throw error;
  const message = cleanText(error.message, 1000);
  io.err(`ops: ${message}\n`);
  if (json && error.exit === 1) io.out(`${JSON.stringify({ outcome: 'failed', message }, null, 2)}\n`);
  return error.exit;
};

const targetOf = async (io: Io, { stack, url, region, as }: Where): Promise<Target> => {
  if (stack !== undefined) return deployedTarget(stack, callersClient(region));
  if (url !== undefined) return urlTarget(url, callersClient(region));
  return embeddedTarget(io.stackFile, as);
};

const open: Wanted = { fits: ({ over }) => !over, none: 'no incident is open: name one that incidents list shows' };
const any: Wanted = { fits: () => true, none: 'there is no incident' };
const held: Wanted = { fits: ({ status }) => heldByPerson.has(status), none: 'no incident waits to be closed' };
const unreviewed: Wanted = { fits: ({ review }) => review === 'open', none: 'no decision waits for a review' };

const run = async (io: Io, target: Target, command: Command, json: boolean): Promise<Result> => {
  const api = signedApi(target, io.now, io.interrupted);
  switch (command.kind) {
    case 'list':
      return listIncidents(api, command.status);
    case 'show':
      return showIncident(api, await whichIncident(api, command.incident, open));
    case 'journal':
      return showJournal(api, await whichIncident(api, command.incident, open));
    case 'report':
      return showReport(api, await whichIncident(api, command.incident, any), command.html);
    case 'figures':
      return showFigures(api, command.days);
    case 'weekly':
      return showWeekly(api, command.week);
    case 'watch': {
      const id = await whichIncident(api, command.incident, open);
      return watchIncident(io, api, id, command.once, json ? () => undefined : io.out);
    }
    case 'close':
      return change(api, 'close', await whichIncident(api, command.incident, held), command.reason);
    case 'review':
      return change(api, 'review', await whichIncident(api, command.incident, unreviewed), command.reason);
    case 'decide':
      return decideRequest(io, api, command, json);
    case 'circuit-show':
      return showCircuits(api);
    case 'circuit-close':
      return closeCircuits(api, command);
    case 'switch':
      return turnSwitch(target, command);
    default:
      return command satisfies never;
  }
};

const change = async (api: Api, operation: string, incidentId: string, reason: string): Promise<Result> => {
  const outcome = await api.operation(operation, { incidentId, reason }, Outcome);
  return { code: 0, document: outcome, text: `${incidentId}: ${outcome.message}\n` };
};
