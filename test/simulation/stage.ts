import * as z from 'zod';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { EngineEvent } from '../../local/engine/types.ts';
import { type LocalPorts, localPorts } from '../../local/ports.ts';
import { watchAlarms } from '../../local/run/alarm-watch.ts';
import { isAtRest } from '../../local/run/at-rest.ts';
import { followIncidents } from '../../local/run/follow.ts';
import { happenings } from '../../local/run/happenings.ts';
import { createStack, type Stack } from '../../local/stack.ts';
import { chancesOf } from './chances.ts';
import type { Coverage } from './coverage.ts';
import { portsWithout, subjectWithout, worldWithout } from './gone.ts';
import { events } from './events.ts';
import { faults } from './faults.ts';
import { faultyPorts } from './faulty-ports.ts';
import { lagging } from './lagging.ts';
import { mishapLine } from './mishap.ts';
import { network } from './network.ts';
import { people, posting } from './people.ts';
import type { Plant } from './plant.ts';
import { replays } from './replays.ts';
import { restores } from './restores.ts';
import { deliveryLine, type Schedule } from './schedule.ts';
import { beginning, policyOf, template, timeout } from './setting.ts';
import { maxSkewMs } from './skew.ts';
import { speakingModel } from './speaking-model.ts';
import type { Usual } from './usual.ts';
import { watch } from './watch.ts';

const Moved = z.object({ from: z.string().nullable(), to: z.string() });
const quiet = (): void => undefined;

/** Everything of a run before its first alarm: the stack, the people, what watches them, and what will go wrong. */
export const stageOf = (schedule: Schedule, plant: Plant, coverage: Coverage, usual: Usual) => {
  const { story, delivery } = schedule;
  const policy = policyOf(story);
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
  const injector = faults({ chances, clock, unkindness, coverage, timeout, usual });
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
  const gone = {
    names: new Set<string>(),
    subscriptions: false,
    metrics: false,
    recovery: false,
    credentials: false,
    audit: false,
  };
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
        (plant.ports ?? ((same) => same))(seen.watched(lagging(portsWithout(withModel(ports), gone), lag))),
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

  return {
    engine: up.engine,
    clock,
    chances,
    log,
    seen,
    unheard: asked.unheard,
    /** In the order in which they were opened. */
    incidents: incidents.all,
    alarms,
    subjects: up.world.subjects.slice(0, troubles.length).map((subject) => subjectWithout(subject, gone)),
    /** Whether so many incidents were opened and all of them stand still. */
    isSettled: (count: number): boolean => {
      const statuses = [...seen.ledger.incidents.values()].map(({ status }) => status);
      return (isRestored || statuses.length >= count) && statuses.every(isAtRest);
    },
    /** From now on nothing goes wrong any more. */
    calmDown: (): void => {
      injector.stop();
      isOver = true;
    },
  };
};
export type Stage = ReturnType<typeof stageOf>;
