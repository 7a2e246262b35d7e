import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { type AuditSummary, type RunDocument, runDocument } from '../cli/document.ts';
import type { EngineClock } from '../engine/clock.ts';
import { openIdentityProvider } from '../identity-provider/serve.ts';
import type { Random } from '../engine/random.ts';
import type { DeadLetter, EngineTable } from '../engine/types.ts';
import type { Decision, End, Scenario } from '../scenarios/scenario.ts';
import { createStack, type Stack, type StackOptions } from '../stack.ts';
import type { TemplateModel } from '../template/model.ts';
import { watchAlarms } from './alarm-watch.ts';
import type { LocalPerson } from '../gateway/people.ts';
import { calledFunction } from '../gateway/route.ts';
import { openPage } from './approval-page.ts';
import { checkAudit, isRecorded } from './audit-check.ts';
import { expectedStatus } from './expected.ts';
import { type Fire, fireEach } from './fire.ts';
import { type Followed, followIncidents } from './follow.ts';
import { happenings } from './happenings.ts';
import type { Tell } from './news.ts';
import { operatorsOf } from './operators.ts';
import { stayUp } from './stay-up.ts';
import type { Wire } from './wire.ts';
import { release } from './release.ts';
import { scriptedDecider } from './scripted-decider.ts';

export type RunOptions = Pick<StackOptions, 'around' | 'changePorts' | 'onGathered'> & {
  scenario: Scenario;
  /** A recorded event in place of the first alarm of the scenario. */
  recorded?: Fire;
  /** `person`: somebody uses a link in a browser, and a virtual clock stands still for as long as that takes. */
  decision: Decision | { kind: 'person' };
  reason: string;
  /** Who asks that the change be taken back, once the last incident is resolved. */
  release?: string;
  template: TemplateModel;
  policy: PolicyLayer;
  table: EngineTable;
  clock: EngineClock;
  random: Random;
  port: number;
  /** Where the functions' ports lead and the world is measured; this machine without it. */
  wire?: Wire;
  tell?: Tell;
  /** Hears where the stack is and who may sign requests to it; what it returns is called at the end. */
  onUp?: (url: string, people: readonly LocalPerson[]) => () => void;
  /** Keeps everything reachable after the end, until it resolves. */
  keep?: (ended: Ended) => Promise<void>;
  /** Reads what the last incident left, before the table is gone. */
  atEnd?(table: Table, incidentId: string): Promise<void>;
};

/** The stack is stopped; its cluster and ports still tell what was done. */
export type Ended = {
  kind: 'ended';
  document: RunDocument;
  expected: End;
  deadLetters: readonly DeadLetter[];
  stack: Stack;
};
export type Ran =
  | Ended
  /** Nothing that happened was an incident. */
  | { kind: 'quiet'; message: string; expected: End; audit: AuditSummary; deadLetters: readonly DeadLetter[] }
  /** It did not come to an end: no incident was opened, or nothing moves any more. */
  | { kind: 'stuck'; message: string; deadLetters: readonly DeadLetter[] }
  | { kind: 'port-unusable'; message: string };

/** A page that is open asks every few seconds; nobody looks any more after this time. */
const lastLookMs = 10_000;

/** What follows the last step, its record and its notice, is there within this time, or it never comes. */
const settling = { virtualMs: 120_000, realMs: 15_000 };

/** Runs one story from its first alarm to the end of its last incident, on the real handlers, and reads what it left. */
export const runScenario = async (options: RunOptions): Promise<Ran> => {
  let up: Stack | undefined;
  const stack = (): Stack => {
    if (up === undefined) throw new Error('the stack is not up yet');
    return up;
  };
  const { people, front } = operatorsOf(options.policy.roster, () => stack().ports);
  const page = await openPage((event) => stack().engine.invoke(calledFunction(event), event), options.port, front);
  if (page.kind === 'port-unusable') {
    await options.table.stop();
    return page;
  }
  const identityProvider = await providerFor(options, page.url);
  const tell = options.tell ?? (() => undefined);
  const script = scriptedDecider(
    options.decision,
    options.reason,
    () => stack().engine,
    options.policy.roster,
    tell,
    options.release !== undefined,
  );
  const waitingFor = personWaited(options.decision, stack);
  const incidents = followIncidents(options.table.table, tell, (incident) => {
    waitingFor(incident);
    happen(incident.status);
  });
  const { wire } = options;
  up = createStack({
    ...options,
    ...(wire === undefined ? {} : { portsFor: wire.portsFor }),
    approvalBaseUrl: page.url,
    ...(identityProvider === undefined ? {} : { identityProvider }),
    onEvent: incidents.hear,
    onFault: (what) => tell({ kind: 'fault', at: options.clock.now(), what }),
    onLink: (link) => {
      tell({ kind: 'link', link });
      script.onLink(link);
    },
  });
  const happen = happenings(options.scenario.hooks, up.world.cluster, options.clock, tell);
  const { world } = up;
  const down = options.onUp?.(page.url, people);
  const measure = wire === undefined ? undefined : (now: Date): Promise<void> => wire.measure(world, now);
  const alarms = watchAlarms(up.engine, options.clock, measure);
  try {
    await measure?.(options.clock.now());
    tell({
      kind: 'listening',
      url: page.url,
      ...(identityProvider === undefined ? {} : { signIn: identityProvider.url }),
    });
    const fired = await fireEach(up, options, incidents, alarms, tell);
    if (fired.kind === 'stuck') return { ...fired, deadLetters: up.engine.deadLetters };
    await script.settled();
    const released = await release(up.engine, options, incidents);
    if (released.kind === 'stuck') return { ...released, deadLetters: up.engine.deadLetters };
    await script.settled();
    if (incidents.all().length === 0) return quiet(up, options);
    const ran = await conclude(up, options, incidents.all());
    if (options.keep !== undefined) await stayUp(up.engine, options.keep(ran));
    // The page of whoever decided shows the end before it goes away.
    else if (options.decision.kind === 'person') await page.endSeen(lastLookMs);
    return ran;
  } finally {
    down?.();
    alarms.stop();
    await incidents.told();
    await page.stop();
    await identityProvider?.stop();
    await up.engine.stop();
  }
};

/** There is no incident to read; the heads are signed over whatever the audit has. */
const quiet = async ({ engine, ports }: Stack, { scenario, decision }: RunOptions): Promise<Ran> => {
  await engine.invoke('auditor', { 'detail-type': 'Scheduled Event' });
  const expected = expectedStatus(scenario, decision, { approval: null });
  const message = 'no incident was opened';
  return { kind: 'quiet', message, expected, audit: await checkAudit(ports, []), deadLetters: engine.deadLetters };
};

/** Who decides by a script needs no sign-in. */
const providerFor = async ({ decision, policy, clock }: RunOptions, pageUrl: string) =>
  decision.kind === 'person'
    ? openIdentityProvider({ roster: policy.roster, redirectUri: `${pageUrl}/signed-in`, now: clock.now })
    : undefined;

/** While a person is asked, a virtual clock is held. */
const personWaited = (decision: RunOptions['decision'], stack: () => Stack) => {
  let release = (): void => undefined;
  return ({ status }: Followed): void => {
    release();
    const asks = status === 'awaiting_approval' || status === 'awaiting_rollback_approval';
    release = decision.kind === 'person' && asks ? stack().engine.hold() : () => undefined;
  };
};

/** Waits for the last record and the last notice, has the heads signed, and reads everything. */
const conclude = async (stack: Stack, options: RunOptions, incidents: readonly Followed[]): Promise<Ended> => {
  const { engine, ports } = stack;
  const told = (): boolean =>
    incidents.every(({ id, status }) =>
      ports.notices.sent.some(({ data }) => data['incidentId'] === id && data['kind'] === status),
    );
  await engine.runUntil(async () => told() && (await isRecorded(ports.auditStore, incidents)), settling);
  await engine.invoke('auditor', { 'detail-type': 'Scheduled Event' });

  const audit = await checkAudit(ports, incidents);
  const document = await runDocument(
    options.table.table,
    incidents.map(({ id }) => id),
    audit,
  );
  await options.atEnd?.(options.table.table, document.incident.id);
  const change = expectedStatus(options.scenario, options.decision, document);
  const expected = options.release !== undefined && change === 'resolved' ? 'rolled_back' : change;
  return { kind: 'ended', document, expected, deadLetters: engine.deadLetters, stack };
};
