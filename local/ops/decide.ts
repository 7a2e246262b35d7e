import type { Api } from './api.ts';
import { refusal } from './api.ts';
import type { Decide } from './command.ts';
import { choiceLines, choiceRows } from './choice-text.ts';
import { titled } from './columns.ts';
import { consent } from './consent.ts';
import { type Choice, Outcome, RequestView, type Row } from './documents.ts';
import { Failed } from './failed.ts';
import type { Io } from './io.ts';
import type { Result } from './result.ts';
import { readShown } from './show.ts';
import { whichIncident } from './which-incident.ts';
import { between, spoken } from './words.ts';

const waits = {
  approve: ['awaiting_approval'],
  rollback: ['awaiting_rollback_approval'],
  reject: ['awaiting_approval', 'awaiting_rollback_approval'],
} as const;

const fits =
  ({ what }: Decide) =>
  ({ status }: Pick<Row, 'status'>): boolean =>
    waits[what].some((one) => one === status);

type Found = { incidentId: string; approvalId: string } | { incidentId: string; asksFor: 'rollback' };

/** The request that this incident waits for, where it waits for a decision of this kind; of a resolved one, none yet. */
const openRequest = async (api: Api, command: Decide): Promise<Found> => {
  const none = `nothing waits for you to ${command.what} it`;
  const incidentId = await whichIncident(api, command.incident, { fits: fits(command), none });
  const { incident, requests } = await readShown(api, incidentId);
  const { status } = incident;
  if (command.what === 'rollback' && status === 'resolved') return { incidentId, asksFor: 'rollback' };
  if (!fits(command)(incident)) {
    const hint = status === 'awaiting_rollback_approval' ? '; rollback or reject decide that' : '';
    const other = status === 'awaiting_approval' ? '; approve or reject decide that' : hint;
    throw new Failed(1, `${incidentId} is ${spoken(status)}${other}`);
  }
  const purpose = status === 'awaiting_approval' ? 'change' : 'rollback';
  const request = requests.findLast((one) => one.purpose === purpose);
  if (request === undefined) throw new Failed(1, `${incidentId} has no request that can be decided`);
  return { incidentId, approvalId: request.approvalId };
};

const chosen = ({ choice, digest }: Decide, choices: readonly Choice[]): Choice => {
  const fitting = digest === undefined ? [] : choices.filter((one) => one.digest.startsWith(digest));
  const found = digest === undefined ? choices[(choice ?? 1) - 1] : fitting[0];
  if (found !== undefined && fitting.length < 2) return found;
  if (choices.length === 0) throw new Failed(1, 'there is nothing to decide: the stored choices cannot be shown');
  throw new Failed(
    2,
    digest === undefined
      ? `--choice ${choice}: expected 1 to ${choices.length}`
      : `--digest ${digest}: no change of this request has it; nothing was decided`,
  );
};

const heading = (view: RequestView): string => {
  const { incident, request, now } = view;
  return titled([
    ['Incident', `${incident.id}, ${incident.service}, severity ${incident.severity}`, incident.sentence],
    [request.purpose === 'rollback' ? 'Rollback' : 'Request', `decide within ${between(now, request.expiresAt)}`],
  ]);
};

const answered = ({ status, answer }: { status: number; answer: unknown }, hint: string): Result => {
  const outcome = Outcome.safeParse(answer).data;
  if (outcome === undefined) throw new Failed(1, refusal({ status, answer }));
  const decided = outcome.outcome === 'decided';
  return { code: decided ? 0 : 1, document: outcome, text: `${outcome.message}\n${decided ? hint : ''}` };
};

const askForRollback = async (api: Api, incidentId: string, reason: string | undefined): Promise<Result> => {
  if (reason === undefined) {
    throw new Failed(2, `${incidentId} is resolved: to ask that its change be taken back, --reason is needed`);
  }
  const outcome = await api.operation('request-rollback', { incidentId, reason }, Outcome);
  return { code: 0, document: outcome, text: `${incidentId}: ${outcome.message}\n` };
};

/** Approves or rejects what an incident waits for: shows it, asks a person, and sends the digest of what was shown. */
export const decideRequest = async (io: Io, api: Api, command: Decide, json: boolean): Promise<Result> => {
  const found = await openRequest(api, command);
  if ('asksFor' in found) return askForRollback(api, found.incidentId, command.reason);
  const { incidentId, approvalId } = found;
  const viewed = await api.post(`/iam/a/${approvalId}/view`, {});
  if (viewed.status !== 200) throw new Failed(1, refusal(viewed));
  const parsed = RequestView.safeParse(viewed.answer);
  if (!parsed.success) throw new Failed(1, 'the API shows the request as another version would: update this checkout');
  const view = parsed.data;
  const { closed } = view.request;
  if (closed !== undefined) return { code: 1, document: closed, text: `${closed.message}\n` };

  const choice = chosen(command, view.choices);
  const asks = io.isTerminal && !json;
  if (!json) {
    const all = command.choice === undefined && command.digest === undefined;
    io.out(`${heading(view)}${titled(all ? choiceRows(view.choices) : [['Choice', ...choiceLines(choice)]])}\n`);
  }
  const agreed = await consent(asks ? io : undefined, command, choice);
  if (agreed.kind === 'left') {
    const document = { outcome: 'left', message: 'nothing was decided' };
    return { code: 1, document, text: `${document.message}\n` };
  }
  const restores = choice.actions.some(({ undo }) => undo === 'restore');
  const body = {
    decision: command.what === 'reject' ? 'reject' : 'approve',
    digest: choice.digest,
    ...(agreed.reason === undefined ? {} : { reason: agreed.reason }),
    rollbackConsent: command.what === 'approve' && command.rollback && restores,
    ...(command.breakGlass ? { breakGlass: true } : {}),
  };
  const hint = `npm run ops -- incidents watch ${incidentId} follows it\n`;
  return answered(await api.post(`/iam/a/${approvalId}/decision`, body), hint);
};
