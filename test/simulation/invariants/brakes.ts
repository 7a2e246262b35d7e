import type { Positions } from '../../../core/remediation/ports.ts';
import type { LocalPorts } from '../../../local/ports.ts';

type Brake = keyof Positions | 'circuit global' | `circuit ${string}`;

/** What stops executions, and since when each of it does. */
export type Brakes = {
  /** The brakes that were on for the whole time from `since` until now. */
  onSince(since: Date, names: readonly Brake[]): Brake[];
  /** Those that are on now. */
  on(names: readonly Brake[]): Brake[];
  set(name: Brake, on: boolean): void;
  /** The same switches, with the hand that turns them watched. */
  watched(switches: LocalPorts['switches']): LocalPorts['switches'];
};

const isOn: { [K in keyof Positions]: (position: Positions[K]) => boolean } = {
  execution: (position) => position !== 'enabled',
  emergencyStop: (position) => position !== 'clear',
  mode: (position) => position !== 'execute',
};

/** Starts with every brake off; `now` is the clock of the run. */
export const brakesOf = (now: () => Date): Brakes => {
  const since = new Map<Brake, Date>();
  const set: Brakes['set'] = (name, on) => {
    if (!on) since.delete(name);
    else if (!since.has(name)) since.set(name, now());
  };
  const enter = ({ execution, emergencyStop, mode }: Partial<Positions>): void => {
    if (execution !== undefined) set('execution', isOn.execution(execution));
    if (emergencyStop !== undefined) set('emergencyStop', isOn.emergencyStop(emergencyStop));
    if (mode !== undefined) set('mode', isOn.mode(mode));
  };
  return {
    set,
    on: (names) => names.filter((name) => since.has(name)),
    onSince: (start, names) => names.filter((name) => (since.get(name) ?? now()) < start),
    watched: (switches) => {
      void switches.read().then(enter);
      const { turn } = switches;
      if (turn === undefined) return switches;
      return {
        ...switches,
        turn: (change) => {
          enter(change);
          turn(change);
        },
      };
    },
  };
};
