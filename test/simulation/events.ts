import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import { heldByPerson, type Status } from '../../core/incident/lifecycle.ts';
import type { Followed } from '../../local/run/follow.ts';
import type { Trouble } from '../../local/scenarios/scenario.ts';
import type { Stack } from '../../local/stack.ts';
import type { Chances } from './chances.ts';
import type { Gone } from './gone.ts';
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
    'unsubscribes',
  ],
  human: ['touches field', 'touches other field', 'deletes', 'stops the metrics'],
  alarm: ['flaps', 'flaps', 'fires again', 'second alarm', 'comes twice', 'of something unknown'],
} as const;
export type Actor = keyof typeof eventKinds;
export const actors = ['operator', 'human', 'alarm'] as const satisfies Actor[];

/** Alarms flap, and people come in between, within the minutes in which an incident is worked on. */
const withinMs = 150_000;

/** Longer than the auditor tries to write a record. */
const lockedMs = 360_000;

type Drawn = { kind: string; ms: number };

const draw = (random: Random, actor: Actor, status: Status, likely: number): Drawn | undefined => {
  // Whatever waits for a person alone is worth a person.
  const isHeld = actor === 'operator' && heldByPerson.has(status) && random.chance(0.5);
  // An incident that is over waits for nobody: whoever wants its change taken back asks while it is looked at.
  if (actor === 'operator' && status === 'resolved' && random.chance(0.3)) {
    return { kind: 'asks for rollback', ms: random.int(1500) };
  }
  if (!isHeld && !random.chance(likely)) return undefined;
  const kinds = isHeld ? (['closes'] as const) : eventKinds[actor];
  // Half of them at the very moment: that is where they collide.
  const ms = random.chance(0.4) ? random.int(1500) : random.int(withinMs);
  return { kind: kinds[random.int(kinds.length)] ?? 'comes twice', ms };
};

/** Something that happens in every run of a story, as soon as an incident is so far; `does` as in `act`. */
export type Certain = { when: Status; who: Actor; does: string };

export type Happening = {
  stack: () => Stack;
  clock: EngineClock;
  chances: Chances;
  post: Post;
  /** Whoever may close incidents and circuits. */
  admin: string | undefined;
  troubles: readonly Trouble[];
  gone: Gone;
  certain: readonly Certain[];
};

type Place = { id: string; trouble: Trouble; index: number };

const renamed = (event: Record<string, unknown>): object =>
  JSON.parse(JSON.stringify(event).replaceAll(/(:alarm:|"alarmName":")([^"]+)/g, '$1$2-second'));

/** On a metric that no runbook knows. */
const strange = (event: Record<string, unknown>): object =>
  JSON.parse(JSON.stringify(renamed(event)).replaceAll(/"namespace":"[^"]+"/g, '"namespace":"Unknown"'));

const act = async (actor: string, kind: string, { id, trouble, index }: Place, with_: Happening): Promise<void> => {
  const { stack, clock, post, admin, gone } = with_;
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
    case 'operator asks for rollback':
      return operate('request-rollback', { incidentId: id });
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
    case 'operator unsubscribes':
      gone.subscriptions = true;
      return;
    case 'human touches field':
      return touchSame(world, trouble);
    case 'human touches other field':
      return touchOther(world, trouble);
    case 'human deletes':
      gone.names.add(nameIn(trouble));
      return;
    case 'human stops the metrics':
      gone.metrics = true;
      return;
    case 'human stops the credentials':
      gone.credentials = true;
      return;
    case 'human locks the audit':
      gone.audit = true;
      await clock.sleep(lockedMs);
      gone.audit = false;
      return;
    case 'alarm sticks':
      gone.recovery = true;
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
    case 'alarm of something unknown':
      if (subject !== undefined) await engine.publish(strange(subject.alarmEvent('ALARM', clock.now())));
      return;
    case 'alarm second alarm':
      if (subject !== undefined) await engine.publish(renamed(subject.alarmEvent('ALARM', clock.now())));
      return;
    default:
      throw new Error(`nobody knows how to do this: ${actor} ${kind}`);
  }
};

/** What may happen besides with each new status of an incident: call the result with it. */
export const events = (likely: number, with_: Happening): ((incident: Followed, index: number) => void) => {
  const { chances, clock, troubles, certain } = with_;
  return ({ id, status }, index) => {
    const trouble = troubles[index] ?? troubles[0];
    if (trouble === undefined) return;
    for (const { who, does } of certain.filter(({ when }) => when === status)) {
      act(who, does, { id, trouble, index }, with_).catch(() => undefined);
    }
    for (const actor of actors) {
      const number = chances.next('event', actor);
      const random = chances.source('event', actor, number);
      const drawn =
        random === undefined ? chances.given('event', actor, number)[0] : draw(random, actor, status, likely);
      if (drawn === undefined) continue;
      clock.after(drawn.ms, () => {
        chances.happened({ of: 'event', where: actor, number, kind: drawn.kind, ms: drawn.ms });
        act(actor, drawn.kind, { id, trouble, index }, with_).catch(() => undefined);
      });
    }
  };
};
