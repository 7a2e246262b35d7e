import { keys } from '../../../core/incident/keys.ts';
import { toUsd } from '../../../core/diagnosis/cost/price.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { virtualClock } from '../../engine/clock.ts';
import { memoryTable } from '../../engine/memory-table.ts';
import { seededRandom } from '../../engine/random.ts';
import type { EngineTable, Handler } from '../../engine/types.ts';
import type { LocalPorts } from '../../ports.ts';
import { checkAudit } from '../../run/audit-check.ts';
import { createStack } from '../../stack.ts';
import type { TemplateModel } from '../../template/model.ts';
import { busyNetwork } from './network.ts';
import { account } from './account.ts';
import { stormOf } from './alarms.ts';
import { hesitantModel } from './model.ts';
import { openIncidents } from './open-incidents.ts';
import { alarmProblems, boundProblems, unaskedProblems } from './problems.ts';
import { takenIn } from './taken-in.ts';
import { told } from './told.ts';
import { stormScenario } from './world.ts';

export type StormOptions = {
  alarms: number;
  resources: number;
  seed: number;
  /** Runs of all functions at once, as the account allows. */
  concurrency: number;
  template: TemplateModel;
  policy: PolicyLayer;
  /** In memory without it. */
  openTable?: (now: () => Date) => Promise<EngineTable>;
};

/** The beginning of a clock hour: everything that a storm causes falls into one. */
const start = new Date('2026-11-20T02:00:30.000Z');
/** Fifteen minutes for a decision, and as long again for the timekeeper to end a great many. */
const longest = { virtualMs: 40 * 60_000 };
const nothing = (): void => undefined;
/** A log that is written and gone: what is kept of it here would be taken for the memory of the functions. */
const silent = { entries: [], about: nothing, info: nothing, warn: nothing, error: nothing };
const afterwards = { virtualMs: 4 * 60_000 };

/** Plays one storm to the end of its last incident, and finds what is wrong with it. */
export const playStorm = async (options: StormOptions) => {
  const { template, policy, alarms, resources, seed, concurrency } = options;
  const random = seededRandom(seed);
  const clock = virtualClock(start);
  const engineTable = (await options.openTable?.(clock.now)) ?? memoryTable(clock.now);
  const taken = takenIn();
  const open = openIncidents();
  const notices = told(clock.now);
  const around = account(clock, random.fork(), concurrency);
  const model = hesitantModel();
  let ports: LocalPorts | undefined;
  const { engine, world } = createStack({
    scenario: stormScenario(resources),
    template,
    policy,
    table: engineTable,
    clock,
    random: random.fork(),
    network: busyNetwork(random.fork()),
    approvalBaseUrl: 'https://approve.example/live',
    onEvent: (event) => {
      taken.hear(event);
      open.hear(event);
    },
    changePorts: (made) => {
      ports = made;
      return around.changePorts({
        ...made,
        model,
        log: silent,
        notices: { ...made.notices, ...notices.heard(made.notices) },
      });
    },
    around: (name, handler): Handler => {
      const placed = around.around(name, handler);
      return async (event) => {
        const answer = await placed(event);
        if (name === 'alarm-handler') taken.heard(event, answer);
        return answer;
      };
    },
  });

  const arrivals = stormOf(world.subjects, alarms, start, random.fork());
  let next = 0;
  let peakHeap = 0;
  const arrive = (): void => {
    const elapsed = clock.now().getTime() - start.getTime();
    for (let one = arrivals[next]; one !== undefined && one.atMs <= elapsed; one = arrivals[next]) {
      void engine.publish(one.event);
      next += 1;
      if (next % 256 === 0) peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
    }
    const following = arrivals[next];
    if (following !== undefined) clock.after(following.atMs - elapsed, arrive);
  };
  arrive();

  const from = performance.now();
  const isOver = (): boolean => next === arrivals.length && taken.isSettled() && open.open() === 0;
  const ended = await engine.runUntil(isOver, longest);
  const seconds = (performance.now() - from) / 1000;
  const minutes = (clock.now().getTime() - start.getTime()) / 60_000;
  await engine.runUntil(() => false, afterwards);
  peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
  // Its calls take time on this clock, too.
  await Promise.all([
    engine.invoke('auditor', { 'detail-type': 'Scheduled Event' }),
    engine.runUntil(() => false, { virtualMs: 60_000 }),
  ]);
  if (ports === undefined) throw new Error('the stack has no ports');

  const { table } = engineTable;
  const spent = toUsd(Number((await table.get(keys.modelSpent()))?.['inHour'] ?? 0));
  const incidents = [...open.incidents].map(([id, { seq, status }]) => ({ id, seq, status }));
  const audit = await checkAudit(ports, incidents);
  const problems = [
    ...(ended === 'done' ? [] : [`the storm did not end (${ended}): ${open.open()} incidents are open`]),
    ...(await alarmProblems(table, arrivals, taken, ports, incidents.length)),
    ...(await unaskedProblems(table, incidents)),
    ...boundProblems(notices, ports, spent),
    ...(audit.verified ? [] : ['the audit does not verify', ...audit.findings.slice(0, 5)]),
    ...engine.deadLetters.slice(0, 5).map((letter) => `dead letter of ${letter.function}: ${letter.error}`),
  ];
  const atOf = new Map(
    taken.outcomes.flatMap((one) =>
      one.kind === 'opened' ? [[one.incidentId ?? '', Date.parse(one.at)] as const] : [],
    ),
  );
  await engine.stop();
  return {
    problems,
    arrivals: arrivals.length,
    taken: { ...taken.figures, tally: taken.tally() },
    statuses: incidents.map(({ status }) => status),
    seconds,
    minutes,
    peakHeap,
    table: around.figures,
    runs: around.runs,
    model: { calls: model.calls(), usd: spent, overBudget: ports.meter.counts.get('ModelOverBudget') ?? 0 },
    perRecipient: notices.perRecipient(),
    gathered: ports.meter.counts.get('NoticesGathered') ?? 0,
    /** Seconds from the state change of the alarm that opened an incident to the first notice about it. */
    firstNotice: {
      atAll: delays(notices.toPeopleAtAll(), atOf),
      people: delays(notices.toPeople(), atOf),
      programs: delays(notices.toPrograms(), atOf),
    },
    auditRecords: audit.records,
  };
};
export type Storm = Awaited<ReturnType<typeof playStorm>>;

const delays = (first: ReadonlyMap<string, number>, since: ReadonlyMap<string, number>): number[] =>
  [...first]
    .flatMap(([id, atMs]) => {
      const from = since.get(id);
      return from === undefined ? [] : [(atMs - from) / 1000];
    })
    .toSorted((a, b) => a - b);
