import { readAudit } from '../../core/audit/read.ts';
import { verifyAudit } from '../../core/audit/verify.ts';
import { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { mayMove, type Status, terminal } from '../../core/incident/lifecycle.ts';
import { TransitionRecord } from '../../core/incident/step.ts';
import type { Item, Key } from '../../core/incident/table.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { compare, type Observation } from '../../core/remediation/observe.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import { publicKeyVerifier } from '../../core/runtime/public-key.ts';
import { isAtRest } from '../../local/run/at-rest.ts';
import type { Outside } from './outside.ts';
import type { CrashStory } from './stories.ts';

/** Every touched field holds its planned or its prior value; in any other state a person looks. */
const holds: Partial<Record<Status, Observation>> = { resolved: 'as-planned', rolled_back: 'unchanged' };
/** Nothing was approved, or nothing of what was. */
const untouched: ReadonlySet<Status> = new Set(['rejected', 'expired', 'refused', 'self_recovered', 'report_only']);

const stepsOf = (items: readonly Item[], id: string): TransitionRecord[] =>
  items
    .filter(({ pk, sk }) => pk === keys.incident(id).pk && sk.startsWith(prefixes.transition))
    .map((item) => TransitionRecord.strip().parse(item))
    .toSorted((a, b) => a.seq - b.seq);

const stateProblems = (items: readonly Item[], incident: Incident, mayEnd: readonly Status[]): string[] => {
  const { id, status, seq, reason, leases } = incident;
  const steps = stepsOf(items, id);
  const follows = steps.every((step, index) => {
    const before = steps[index - 1]?.to ?? null;
    const isMove = step.from === step.to || mayMove(step.from, step.to, step.by);
    return step.seq === index + 1 && step.from === before && isMove;
  });
  return [
    ...(isAtRest(status) ? [] : [`it stays ${status}`]),
    ...(mayEnd.includes(status) ? [] : [`it ended ${status}: ${reason ?? 'no reason'}`]),
    ...(follows && steps.at(-1)?.to === status && steps.length === seq
      ? []
      : ['its log does not tell how it got there']),
    ...(terminal.has(status) && leases.length > 0 ? ['it is over and still holds leases'] : []),
  ];
};

const peek = (items: readonly Item[], { pk, sk }: Key): Item | undefined =>
  items.find((item) => item.pk === pk && item.sk === sk);

const resourceProblems = async (items: readonly Item[], incident: Incident, outside: Outside): Promise<string[]> => {
  const { id, status } = incident;
  const made = outside.left.changes.filter(({ incidentId }) => incidentId === id);
  const expected = holds[status];
  if (untouched.has(status)) return made.map(({ resource }) => `it is ${status}, and ${resource} was changed`);
  if (expected === undefined) return [];
  const [proposal] = ChoiceSet.parse(peek(items, keys.proposal(id))?.['body']).choices;
  const found = await Promise.all(
    (proposal?.actions ?? []).map(async (planned) => {
      const action = actionOf(planned);
      const state = await action.describe(planned.parameters, outside.world.readers);
      return { name: planned.target.name, is: compare(action, planned.touched, state) };
    }),
  );
  return found.filter(({ is }) => is !== expected).map(({ name, is }) => `it is ${status}, and ${name} is ${is}`);
};

/** Every change at most once, whatever became of the process that asked for it. */
const doubleChanges = ({ changes }: Outside['left']): string[] => {
  const times = new Map<string, number>();
  for (const { key } of changes) times.set(key, (times.get(key) ?? 0) + 1);
  return [...times].filter(([, count]) => count > 1).map(([key, count]) => `made ${count} times: ${key}`);
};

const auditProblems = async (
  items: readonly Item[],
  ids: readonly string[],
  { auditStore, signer }: Outside['left'],
) => {
  const audit = await readAudit(auditStore);
  const { findings, verified } = await verifyAudit(audit, publicKeyVerifier(signer.publicKey));
  return [
    ...findings.map(({ where, detail }) => `audit of ${where}: ${detail}`),
    ...(verified ? [] : ['the audit trail does not verify']),
    ...ids
      .filter((id) => audit.chains.get(id)?.length !== stepsOf(items, id).length)
      .map((id) => `audit of ${id}: not every step has its record`),
  ];
};

/** What is wrong when a loop is over. */
export const verdict = async (story: CrashStory, outside: Outside): Promise<string[]> => {
  const { sent, lost, report, changes } = outside.left;
  const { outcome, items } = report() ?? { outcome: 'limit', items: [] };
  const incidents = items
    .filter(({ pk, sk }) => pk.startsWith('INCIDENT#') && sk === 'STATE')
    .map((item) => Incident.parse(item));
  const { length } = story.scenario.troubles;
  const own = await Promise.all(
    incidents.map(async (incident) => {
      const { id, status } = incident;
      const isTold = sent.some(({ data }) => data['incidentId'] === id && data['kind'] === status);
      return [
        ...stateProblems(items, incident, story.mayEnd),
        ...(await resourceProblems(items, incident, outside)),
        ...(isTold ? [] : [`nobody was told that it is ${status}`]),
      ].map((problem) => `${id}: ${problem}`);
    }),
  );
  return [
    ...(outcome === 'done' ? [] : [`the loop did not come to its end: ${outcome}`]),
    ...(incidents.length >= length ? [] : [`${incidents.length} incidents of ${length}`]),
    ...own.flat(),
    ...doubleChanges(outside.left),
    ...changes
      .filter(({ incidentId }) => !incidents.some(({ id }) => id === incidentId))
      .map(({ key }) => `of no incident: ${key}`),
    ...(await auditProblems(
      items,
      incidents.map(({ id }) => id),
      outside.left,
    )),
    ...lost.map((letter) => `a dead letter: ${letter}`),
  ];
};
