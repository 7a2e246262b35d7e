import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Followed } from '../../local/run/follow.ts';
import type { Trouble } from '../../local/scenarios/scenario.ts';
import type { Stack } from '../../local/stack.ts';
import type { Chances } from './chances.ts';
import type { Post } from './people.ts';
import { nameIn, touchOther, touchSame } from './touch.ts';

/** What happens besides, and who does it. */
export const eventKinds = {
  operator: [
    'closes',
    'closes circuit',
    'stops all',
    'clears stop',
    'disables',
    'enables',
    'observe',
    'propose',
    'execute',
  ],
  human: ['touches field', 'touches other field', 'deletes'],
  alarm: ['flaps', 'fires again', 'second alarm', 'comes twice'],
} as const;
export type Actor = keyof typeof eventKinds;
export const actors = ['operator', 'human', 'alarm'] as const satisfies Actor[];

/** Alarms flap, and people come in between, within the minutes in which an incident is worked on. */
const withinMs = 150_000;

const draw = (random: Random, actor: Actor, likely: number): { kind: string; ms: number } | undefined => {
  if (!random.chance(likely)) return undefined;
  const kinds = eventKinds[actor];
  // Half of them at the very moment: that is where they collide.
  const ms = random.chance(0.4) ? random.int(1500) : random.int(withinMs);
  return { kind: kinds[random.int(kinds.length)] ?? 'comes twice', ms };
};

export type Happening = {
  stack: () => Stack;
  clock: EngineClock;
  chances: Chances;
  post: Post;
  /** Whoever may close incidents and circuits. */
  admin: string | undefined;
  troubles: readonly Trouble[];
  /** Names of resources that are gone. */
  deleted: Set<string>;
};

type Place = { id: string; trouble: Trouble; index: number };

const renamed = (event: Record<string, unknown>): object =>
  JSON.parse(JSON.stringify(event).replaceAll(/(:alarm:|"alarmName":")([^"]+)/g, '$1$2-second'));

const act = async (actor: string, kind: string, { id, trouble, index }: Place, with_: Happening): Promise<void> => {
  const { stack, clock, post, admin, deleted } = with_;
  const { world, engine, ports } = stack();
  const operate = async (name: string, body: object): Promise<void> => {
    if (admin !== undefined) await post(`/iam/ops/${name}`, { ...body, reason: 'as a drill' }, { userArn: admin });
  };
  const subject = world.subjects[index];
  const fire = async (state: 'ALARM' | 'OK'): Promise<void> => {
    if (subject !== undefined) await engine.publish(subject.alarmEvent(state, clock.now()));
  };
  switch (`${actor} ${kind}`) {
    case 'operator closes':
      return operate('close', { incidentId: id });
    case 'operator closes circuit':
      return operate('close-circuit', { scope: 'global' });
    case 'operator stops all':
      return ports.switches.turn?.({ emergencyStop: 'set' });
    case 'operator clears stop':
      return ports.switches.turn?.({ emergencyStop: 'clear' });
    case 'operator disables':
      return ports.switches.turn?.({ execution: 'disabled' });
    case 'operator enables':
      return ports.switches.turn?.({ execution: 'enabled' });
    case 'operator observe':
    case 'operator propose':
    case 'operator execute':
      return ports.switches.turn?.({ mode: kind === 'observe' || kind === 'propose' ? kind : 'execute' });
    case 'human touches field':
      return touchSame(world, trouble);
    case 'human touches other field':
      return touchOther(world, trouble);
    case 'human deletes':
      deleted.add(nameIn(trouble));
      return;
    case 'alarm flaps':
      await fire('OK');
      await clock.sleep(20_000);
      return fire('ALARM');
    case 'alarm fires again':
      return fire('ALARM');
    case 'alarm comes twice':
      await fire('ALARM');
      return fire('ALARM');
    case 'alarm second alarm':
      if (subject !== undefined) await engine.publish(renamed(subject.alarmEvent('ALARM', clock.now())));
      return;
    default:
      throw new Error(`nobody knows how to do this: ${actor} ${kind}`);
  }
};

/** What may happen besides with each new status of an incident: call the result with it. */
export const events = (likely: number, with_: Happening): ((incident: Followed, index: number) => void) => {
  const { chances, clock, troubles } = with_;
  return ({ id }, index) => {
    const trouble = troubles[index] ?? troubles[0];
    if (trouble === undefined) return;
    for (const actor of actors) {
      const number = chances.next('event', actor);
      const random = chances.source('event', actor, number);
      const drawn = random === undefined ? chances.given('event', actor, number)[0] : draw(random, actor, likely);
      if (drawn === undefined) continue;
      clock.after(drawn.ms, () => {
        chances.happened({ of: 'event', where: actor, number, kind: drawn.kind, ms: drawn.ms });
        act(actor, drawn.kind, { id, trouble, index }, with_).catch(() => undefined);
      });
    }
  };
};
