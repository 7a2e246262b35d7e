import type { EngineClock } from '../engine/clock.ts';
import { expectsNone } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Stack } from '../stack.ts';
import type { watchAlarms } from './alarm-watch.ts';
import { handOverLater } from './hand-over.ts';
import type { followIncidents } from './follow.ts';
import type { Tell } from './news.ts';

/** An alarm event and how it arrives; `onBus` is false for the forms that are handed to the function itself. */
export type Fire = { alarm: string; event: object; onBus: boolean };

type Options = { scenario: Scenario; recorded?: Fire; clock: EngineClock };

/** Longer than any wait of the lifecycle: 15 minutes for a decision, 10 for the validation, then a rollback. */
const longest = { virtualMs: 3 * 3_600_000 };

/** What opens an incident has done so by then. */
const nothingComes = { virtualMs: 60_000, realMs: 3_000 };

/** Fires the alarms of a scenario, each when the incident before it has ended, and waits for the last one's end. */
export const fireEach = async (
  { engine, world }: Stack,
  { scenario, recorded, clock }: Options,
  incidents: ReturnType<typeof followIncidents>,
  alarms: ReturnType<typeof watchAlarms>,
  tell: Tell,
): Promise<{ kind: 'ended' } | { kind: 'stuck'; message: string }> => {
  for (const [index, subject] of world.subjects.slice(0, scenario.troubles.length).entries()) {
    const { name } = subject.alarm;
    const fire = recorded ?? {
      alarm: name,
      event: subject.alarmEvent('ALARM', clock.now()),
      onBus: subject.handedOver === undefined,
    };
    tell({ kind: 'fired', at: clock.now(), alarm: fire.alarm, event: fire.event });
    alarms.fired(subject);
    if (fire.onBus) await engine.publish(fire.event);
    else await engine.invoke('alarm-handler', fire.event);
    handOverLater(engine, clock, subject);

    if (expectsNone(scenario)) {
      await engine.runUntil(() => incidents.all().length > 0, nothingComes);
      continue;
    }

    // An alarm that could not be taken in ends in a dead letter; no incident will ever come of it.
    const lost = (): boolean => engine.deadLetters.some((letter) => letter.function === 'alarm-handler');
    const over = (): boolean => {
      alarms.check();
      return incidents.ended(index + 1) || lost();
    };
    const outcome = await engine.runUntil(over, longest);
    if (!incidents.ended(index + 1)) return stuck(incidents.all().at(-1), index, outcome);
  }
  return { kind: 'ended' };
};

const stuck = (last: { id: string; status: string } | undefined, index: number, outcome: string) => {
  const where =
    last === undefined ? `alarm ${index + 1} opened no incident` : `incident ${last.id} stays ${last.status}`;
  const why = outcome === 'idle' ? 'nothing moves any more' : 'it did not end in time';
  return { kind: 'stuck' as const, message: `${where}: ${why}` };
};
