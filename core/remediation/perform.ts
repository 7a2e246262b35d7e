import { keys } from '../incident/keys.ts';
import { purgeAt, type Versions } from '../incident/step.ts';
import type { Table, Write } from '../incident/table.ts';
import type { Action, ActionState, TouchedField } from './action.ts';
import { calledFact, claimedFact } from './call-facts.ts';
import { NotPermitted, PreconditionFailed } from './errors.ts';
import { JournalEntry } from './journal.ts';
import { changesNothing, compare, touchedValues } from './observe.ts';
import { accepted, type Answer, judge, judgeUntouched } from './outcome.ts';
import type { Claims } from './ports.ts';
import type { PlannedAction } from './proposal.ts';
import type { Writers } from './provider.ts';

export type PerformDeps = { table: Table; claims: Claims; versions: Versions; now: () => Date };

/** One mutating call, with everything it may do fixed. */
export type Call = {
  incidentId: string;
  /** `<approval id>/<n>` or `<approval id>/<n>/undo`. */
  idempotencyKey: string;
  action: Action;
  planned: PlannedAction;
  /** The fields to change: the planned ones, or some of them reversed. */
  touched: readonly TouchedField[];
  /** Asked when the claim is ours, right before the call: why it must not be made after all. The claim is spent then. */
  forbidden?: () => Promise<string | undefined>;
};

const ended: ReadonlySet<JournalEntry['status']> = new Set([
  'succeeded',
  'failed',
  'skipped',
  'outcome_unknown',
  'rolled_back',
]);

/** The journal line of an idempotency key, or undefined. */
export const readEntry = async (table: Table, incidentId: string, key: string): Promise<JournalEntry | undefined> => {
  const item = await table.get(keys.journal(incidentId, key));
  return item === undefined ? undefined : JournalEntry.parse(item['body']);
};

/** Writes or rewrites a journal line, and with it what the audit is to keep of it. */
export const record = async (
  deps: Pick<PerformDeps, 'table' | 'now'>,
  incidentId: string,
  entry: JournalEntry,
  fact?: Write,
): Promise<void> => {
  const key = keys.journal(incidentId, entry.idempotencyKey);
  const item = { ...key, body: JournalEntry.parse(entry), purgeAt: purgeAt(deps.now()) };
  const line: Write = { kind: 'replace', item, when: [] };
  const { kind } = await deps.table.transact(fact === undefined ? [line] : [line, fact]);
  // Lost only to the fact of this very moment: it is there, and the line must be, too.
  if (kind === 'lost') await deps.table.transact([line]);
};

/**
 * Claim, record, act, observe: makes the call at most once, ever, whatever the table says. Who finds the claim taken
 * makes no call but looks: as planned is `succeeded`, unchanged is `failed`, anything else is `outcome_unknown`. A step
 * that changes nothing claims and calls nothing: it is `skipped` while all is as it was planned to stay. A call whose
 * answer was lost and that shows nothing, and a slow action while the provider works on it, stay `started`: look again in
 * a minute. Throws only when the table or the claim store cannot be reached; calling again is always safe.
 */
export const perform = async (deps: PerformDeps, call: Call, write: Partial<Writers>): Promise<JournalEntry> => {
  const { incidentId, idempotencyKey, planned, touched } = call;
  const known = await readEntry(deps.table, incidentId, idempotencyKey);
  if (known !== undefined && ended.has(known.status)) return confirmed(deps, call, known, write);

  const started: JournalEntry = {
    idempotencyKey,
    provider: planned.provider,
    action: planned.id,
    target: planned.target,
    status: 'started',
    prior: priorOf(call),
    observed: null,
    executedAt: deps.now().toISOString(),
  };
  if (changesNothing(call.action, touched)) {
    const entry = { ...started, ...judgeUntouched(call, await look(call, write)) };
    await record(deps, incidentId, entry);
    return entry;
  }
  const mine = await deps.claims.take(idempotencyKey, { incidentId, action: planned.id, at: started.executedAt });
  if (known === undefined) await record(deps, incidentId, started, claimedFact(deps, incidentId, started, mine));

  const answer = mine ? await actIfAllowed(call, write) : { kind: 'not-called' as const };
  const line = { ...(known ?? started), ...(answer.kind === 'answered' ? accepted(call, deps.now()) : {}) };
  const state = await look(call, write);
  const entry = { ...line, ...judge(call, line, answer, state, deps.now()) };
  await record(deps, incidentId, entry, ended.has(entry.status) ? calledFact(deps, incidentId, entry) : undefined);
  return entry;
};

/**
 * The line of a step that ended, as far as the resource bears it out: who writes the table could call anything done.
 * That something went wrong needs no proof.
 */
const confirmed = async (
  deps: PerformDeps,
  call: Call,
  known: JournalEntry,
  write: Partial<Writers>,
): Promise<JournalEntry> => {
  if (known.status !== 'succeeded' && known.status !== 'skipped') return known;
  const state = await look(call, write);
  if (compare(call.action, call.touched, state) === 'as-planned') return known;
  const entry: JournalEntry = {
    ...known,
    status: 'outcome_unknown',
    observed: state === undefined ? null : touchedValues(call.touched, state),
    error: `the journal says ${known.status}, and the resource does not hold it`,
  };
  await record(deps, call.incidentId, entry);
  return entry;
};

/** What each field held before, by its path and by the further name that an action gives it. */
const priorOf = ({ action, touched }: Call): JournalEntry['prior'] =>
  Object.fromEntries(
    touched.flatMap(({ path, before }) => {
      const name = action.journalName?.(path);
      return name === undefined
        ? [[path, before]]
        : [
            [path, before],
            [name, before],
          ];
    }),
  );

const actIfAllowed = async (call: Call, write: Partial<Writers>): Promise<Answer> => {
  const reason = await call.forbidden?.();
  return reason === undefined ? act(call, write) : { kind: 'refused', error: reason.slice(0, 300) };
};

/** A refused call changed nothing; whatever else goes wrong leaves the outcome open until the resource is inspected. */
const act = async (call: Call, write: Partial<Writers>): Promise<Answer> => {
  const { action, planned, touched, idempotencyKey } = call;
  try {
    await action.apply(planned.parameters, touched, write, { idempotencyKey });
    return { kind: 'answered' };
  } catch (error) {
    const refused = error instanceof PreconditionFailed || error instanceof NotPermitted;
    return { kind: refused ? 'refused' : 'unclear', error: lineOf(error) };
  }
};

/** The state after the call; undefined when it cannot be read, which is an outcome: unknown. */
const look = async ({ action, planned }: Call, write: Partial<Writers>): Promise<ActionState | undefined> => {
  try {
    return await action.describe(planned.parameters, write);
  } catch {
    return undefined;
  }
};

const lineOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown error')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
