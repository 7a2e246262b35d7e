import { Decision } from '../../core/approval/proof.ts';
import { ApprovalRequest } from '../../core/approval/request.ts';
import { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { terminal } from '../../core/incident/lifecycle.ts';
import { purgeAt } from '../../core/incident/step.ts';
import type { Item, Key, Table } from '../../core/incident/table.ts';
import type { Lived } from '../../core/knowledge/weekly/lived.ts';
import { weeklyReview } from '../../core/knowledge/weekly/review.ts';
import { reviewedNow } from '../../core/knowledge/weekly/when.ts';
import { livedOf } from '../../core/report/weekly/lived-of.ts';
import { weeklyMarkdown } from '../../core/report/weekly/markdown.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';

type Deps = {
  table: Table;
  policy: Pick<PolicyLayer, 'profiles' | 'runbooks'>;
  now: () => Date;
  log: Log;
  meter: Meter;
};

/** The newest of each state in which incidents end. More in one week are a storm, and the review says that it is cut. */
const mostOfAState = 100;
/** What one request may ask the table for. */
const atOnce = 100;

const itemsOf = async (table: Table, wanted: readonly Key[]): Promise<(Item | undefined)[]> => {
  const found: (Item | undefined)[] = [];
  for (let from = 0; from < wanted.length; from += atOnce) {
    found.push(...(await table.getAll(wanted.slice(from, from + atOnce))));
  }
  return found;
};

type Ended = { incidents: Incident[]; incomplete: boolean };

/** True unless the newest of a state reach back beyond the week: a page that is full of newer ones may have left some out. */
const isCut = (page: readonly (Item | undefined)[], from: Date): boolean =>
  page.length >= mostOfAState &&
  !page.some((item) => {
    const { data } = Incident.safeParse(item);
    return data !== undefined && new Date(data.changedAt) < from;
  });

const endedBetween = async (table: Table, from: Date, to: Date): Promise<Ended> => {
  const found = await Promise.all([...terminal].map((status) => table.byStatus(status, mostOfAState)));
  const stored = await itemsOf(table, found.flat());
  const incidents = stored
    .flatMap((item) => Incident.safeParse(item).data ?? [])
    .filter(({ changedAt }) => new Date(changedAt) >= from && new Date(changedAt) < to);
  let read = 0;
  const pages = found.map(({ length }) => stored.slice(read, (read += length)));
  return { incidents, incomplete: pages.some((page) => isCut(page, from)) };
};

const livedIn = async (table: Table, incidents: readonly Incident[]): Promise<Lived[]> => {
  const asked = incidents.flatMap(({ approvalId }) => approvalId ?? []);
  const diagnoses = await itemsOf(
    table,
    incidents.map(({ id }) => keys.diagnosis(id)),
  );
  const requests = (await itemsOf(table, asked.map(keys.approval))).flatMap(
    (item) => ApprovalRequest.safeParse(item).data ?? [],
  );
  const wanted = requests.flatMap(({ approvalId, approvers }) =>
    approvers.map((who) => keys.decision(approvalId, who)),
  );
  const decisions = (await itemsOf(table, wanted)).flatMap((item) => Decision.safeParse(item).data ?? []);
  return incidents.map((incident, n) => {
    const request = requests.find(({ approvalId }) => approvalId === incident.approvalId);
    const made = decisions.filter(({ proof }) => proof.approvalId === incident.approvalId);
    return livedOf(incident, diagnoses[n], request, made);
  });
};

/**
 * Once a week, what the incidents of the week teach: reads what they left behind and writes one item of its own, as Markdown
 * and as data. It moves nothing. True when it was written now; at any other time it reads nothing.
 */
export const reviewWeek = async (deps: Deps): Promise<boolean> => {
  const { table, now, log, meter } = deps;
  const week = reviewedNow(now());
  if (week === undefined) return false;
  const [written] = await table.getAll([keys.weekly(week.id)]);
  if (written !== undefined) return false;
  const { runbooks, profiles } = deps.policy;
  const { incidents, incomplete } = await endedBetween(table, week.from, week.to);
  const review = weeklyReview({
    from: week.from,
    to: week.to,
    incomplete,
    incidents: await livedIn(table, incidents),
    runbooks: runbooks.map(({ id }) => id),
    sections: Object.values(profiles).flatMap((profile) => profile.review),
  });
  const body = { review, markdown: weeklyMarkdown(review) };
  const item = { ...keys.weekly(week.id), body, purgeAt: purgeAt(now()) };
  const { kind } = await table.transact([{ kind: 'create', item }]);
  if (kind === 'lost') return false;
  const found = Object.fromEntries(review.sections.map(({ section, rows }) => [section, rows.length]));
  log.info('the week was reviewed', { week: week.id, incidents: review.incidents, ...found });
  meter.count('WeekReviewed');
  return true;
};
