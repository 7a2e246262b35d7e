import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Status } from '../../core/incident/lifecycle.ts';
import type { Table } from '../../core/incident/table.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { EngineEvent } from '../../local/engine/types.ts';
import { type LocalPorts, localPorts } from '../../local/ports.ts';
import { watchAlarms } from '../../local/run/alarm-watch.ts';
import { isAtRest } from '../../local/run/at-rest.ts';
import { type Followed, followIncidents } from '../../local/run/follow.ts';
import { happenings } from '../../local/run/happenings.ts';
import { createStack, type Stack } from '../../local/stack.ts';
import { readTemplate } from '../../local/template/read.ts';
import { blamedIn } from './excuses.ts';
import { endProblems } from './end-invariants.ts';
import { chancesOf } from './chances.ts';
import { deletable, subjectWithout, worldWithout } from './deletable.ts';
import { events } from './events.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { feedAgain } from './feed-again.ts';
import { faults } from './faults.ts';
import { faultyPorts } from './faulty-ports.ts';
import { lagging } from './lagging.ts';
import { type Mishap, mishapLine } from './mishap.ts';
import { network } from './network.ts';
import { people, posting } from './people.ts';
import { replays } from './replays.ts';
import { maxSkewMs } from './skew.ts';
import { restores } from './restores.ts';
import { remembered } from './remembered.ts';
import { calm, deliveryLine, type Schedule } from './schedule.ts';
import type { Story } from './story.ts';
import { watch } from './watch.ts';
import { speakingModel } from './speaking-model.ts';
import { nothingUsual, type Usual, usualOf } from './usual.ts';

/** A bug planted between the functions and their ports, or somebody who writes into the table. */
export type Plant = {
  ports?: (ports: LocalPorts) => LocalPorts;
  onStatus?: (incident: Followed, table: Table) => Promise<void>;
};
export type Simulated = {
  /** Empty when every invariant held from the first transaction to the end. */
  violations: string[];
  statuses: Status[];
  /** Everything that happened to the run, in order. */
  log: string[];
  /** Everything that went wrong, in order: given to the same schedule it is the same run. */
  mishaps: readonly Mishap[];
  sent: ReadonlyMap<string, number>;
};

const Moved = z.object({ from: z.string().nullable(), to: z.string() });
const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const shipped = remembered(loadPolicyLayer('layers/policy'));
const withBreakGlass = { ...shipped, policy: { ...shipped.policy, breakGlass: true } };
const timeouts = new Map(template.functions.map(({ name, timeoutSeconds }) => [name, timeoutSeconds]));
const timeout = (name: string): number => timeouts.get(name) ?? 900;
/** Near the end of an hour: what is kept by the hour changes while an incident is worked on. */
const beginning = new Date('2026-03-02T02:58:00.000Z');
const hourly = { 'detail-type': 'Scheduled Event' };
/** Longer than every wait of the lifecycle together; what is not at rest by then never will be. */
const longest = { virtualMs: 3 * 3_600_000 };
/** Late and repeated deliveries still come after the end, Lambda's own repetitions and whoever tells of it among them. */
const afterwards = { virtualMs: 20 * 60_000, quiet: true };
/** The records of an hour are sealed after it. */
const idle = { virtualMs: 65 * 60_000 };
/** A reader of the stream that meets again what it could not read, and gives up after all its tries. */
const heldUp = { virtualMs: 15 * 60_000, quiet: true };
const nobody: Plant = {};
const quiet = (): void => undefined;

/** Runs a schedule on the real handlers, the in-memory table and a virtual clock, under all invariants. */
export const simulate = async (
  schedule: Schedule,
  plant: Plant = nobody,
  coverage: Coverage = coverageOf(),
): Promise<Simulated> => {
  const { story, delivery } = schedule;
  const policy = story.breakGlass === true ? withBreakGlass : shipped;
  const random = seededRandom(~schedule.seed);
  const clock = virtualClock(beginning);
  const memory = memoryTable(clock.now, { keepsPast: schedule.restore > 0 });
  const log: string[] = [];
  const note = (line: string | undefined): void => void (line === undefined ? 0 : log.push(line));
  const chances = chancesOf(schedule.seed, schedule.mishaps, (mishap) => {
    coverage.mishap(mishap);
    note(`${clock.now().toISOString()} ${mishapLine(mishap)}`);
  });
  const { unkindness } = schedule;
  const day = schedule.mishaps === undefined ? await calmDayOf(schedule) : undefined;
  const injector = faults({ chances, clock, unkindness, coverage, timeout, usual: day?.usual ?? nothingUsual });
  memory.observe((written) => {
    for (const { key, item } of written) {
      if (!key.sk.startsWith('T#') || item === undefined) continue;
      const { from, to } = Moved.parse(item);
      coverage.move(from, to);
    }
  });

  const lag = { chances, clock, likely: schedule.lag };
  const restorers: ((to: Date) => void)[] = [];
  const withModel = (ports: LocalPorts): LocalPorts =>
    story.modelAnswers === true ? { ...ports, model: speakingModel } : ports;
  let isOver = false;
  let isRestored = false;
  const gone = { names: new Set<string>(), subscriptions: false, metrics: false, recovery: false, credentials: false };
  let up: Stack | undefined;
  const stack = (): Stack => {
    if (up === undefined) throw new Error('the stack is not up yet');
    return up;
  };
  // Of its own: what else is drawn in the run does not depend on it.
  const keyRandom = seededRandom(schedule.seed ^ 0x5eed);
  const seen = watch(memory, {
    now: clock.now,
    world: () => worldWithout(stack().world, gone),
    random: () => Uint8Array.from({ length: 32 }, () => keyRandom.int(256)),
    skewMs: maxSkewMs,
  });
  const arns = (id: string) => policy.roster.approvers.find((one) => one.id === id)?.iam[0];
  const post = posting(() => stack().engine, clock, random.fork());
  const asked = people(story.people, post, clock, chances, arns);
  const incidents = followIncidents(memory.table, quiet, (incident) => {
    happen(incident.status);
    if (!isOver)
      besides(
        incident,
        incidents.all().findIndex(({ id }) => id === incident.id),
      );
    void plant.onStatus?.(incident, memory.table);
    // Whoever comes too late has done nothing.
    story.intruder?.(incident, memory.table).catch(() => undefined);
  });
  up = createStack({
    scenario: story.scenario,
    template,
    policy,
    table: memory,
    clock,
    random: random.fork(),
    network: network(chances, delivery, () => isOver),
    approvalBaseUrl: 'https://approve.example/live',
    onLink: asked.onLink,
    onEvent: (event: EngineEvent) => {
      incidents.hear(event);
      note(deliveryLine(event));
    },
    changePorts: (ports) =>
      faultyPorts(
        (plant.ports ?? ((same) => same))(seen.watched(lagging(deletable(withModel(ports), gone), lag))),
        injector,
        clock,
        random.fork(),
        (listener) => void restorers.push(listener),
      ),
    around: (name, handler) => injector.process(name, seen.around(name, handler)),
    portsFor: (options) => localPorts({ ...options, secret: seen.key }),
  });
  const admin = arns('bob');
  const { troubles } = story.scenario;
  const besides = events(schedule.events, {
    stack,
    clock,
    chances,
    post,
    admin,
    troubles,
    gone,
    certain: story.certain ?? [],
  });
  restores({
    chances,
    clock,
    likely: schedule.restore,
    restore: (to) => {
      memory.restore(to);
      for (const restore of restorers) restore(to);
      isRestored = true;
      seen.restored();
      stack().ports.switches.turn?.({ execution: 'disabled' });
    },
    enable: () => stack().ports.switches.turn?.({ execution: 'enabled' }),
  });
  replays(chances, clock, schedule.replay, () => stack().engine);
  const happen = happenings(story.scenario.hooks, up.world.cluster, clock, quiet);
  const alarms = watchAlarms(up.engine, clock);

  const isSettled = (count: number): boolean => {
    const statuses = [...seen.ledger.incidents.values()].map(({ status }) => status);
    return (isRestored || statuses.length >= count) && statuses.every(isAtRest);
  };
  // A head that was signed before: what is signed at the end has to say what came since.
  void up.engine.invoke('auditor', hourly).catch(quiet);
  const fired = up.world.subjects.slice(0, troubles.length).map((subject) => subjectWithout(subject, gone));
  for (const [index, subject] of fired.entries()) {
    alarms.fired(subject);
    await up.engine.publish(subject.alarmEvent('ALARM', clock.now()));
    if (story.atOnce === true && index < fired.length - 1) continue;
    await up.engine.runUntil(() => isSettled(index + 1), longest);
  }
  await up.engine.runUntil(() => false, schedule.idles ? idle : afterwards);
  alarms.stop();
  // A rollback can make the alarm fire once more: that incident must end, too.
  await up.engine.runUntil(() => isSettled(1), longest);
  await up.engine.runUntil(() => false, afterwards);
  injector.stop();
  isOver = true;
  // A stream is read again and again until it can be: what was held up by an outage comes now.
  const isDown = chances.mishaps.some(({ of }) => of === 'outage');
  await up.engine.runUntil(() => false, heldUp);
  await feedAgain(up.engine);
  await up.engine.invoke('auditor', hourly);
  const blamed = blamedIn(chances.mishaps);
  await seen.end({
    deadLetters: up.engine.deadLetters,
    blamed: (name) => story.fails === name || blamed(name),
  });
  const end = endProblems(seen.ledger, story, chances.mishaps, up.engine.deadLetters);
  await up.engine.stop();
  const ended = incidents.all().map(({ status }) => status);
  return {
    violations: [
      ...(day?.violations ?? []),
      ...seen.violations,
      ...(isDown ? [] : asked.unheard.map((one) => `a decision was never taken in: ${one}`)),
      ...end,
      ...(plant === nobody && chances.mishaps.length === 0 ? notAsTold(story, ended) : []),
    ],
    statuses: ended,
    log,
    mishaps: chances.mishaps,
    sent: seen.sent,
  };
};

/** On a calm day and with nobody's plant a story ends as it is told. */
const notAsTold = ({ name, ends }: Story, statuses: readonly Status[]): string[] =>
  ends.join() === statuses.join()
    ? []
    : [`nothing went wrong, and "${name}" ended ${statuses.join(', ')} instead of ${ends.join(', ')}`];

type CalmDay = { usual: Usual; violations: readonly string[] };
const calmDays = new Map<string, Promise<CalmDay>>();

/** What a story comes by when nothing goes wrong, and whether all is well then: told once in a process. */
export const calmDayOf = (schedule: Schedule): Promise<CalmDay> => {
  const { name } = schedule.story;
  const known = calmDays.get(name);
  if (known !== undefined) return known;
  const coverage = coverageOf();
  const made = simulate({ ...calm(schedule), seed: 0 }, nobody, coverage).then(({ violations }) => ({
    usual: usualOf(coverage.covered()),
    violations,
  }));
  calmDays.set(name, made);
  return made;
};
