import type { Positions, Switches } from '../../core/remediation/ports.ts';

export type SwitchBoard = Switches & { turn(change: Partial<Positions>): void };

/** The switches, and the hand that turns them. Whatever is not said stands at the safe position. */
export const switchBoard = (initial: Partial<Positions> = {}): SwitchBoard => {
  let positions: Positions = { execution: 'disabled', emergencyStop: 'set', mode: 'observe', ...initial };
  return {
    read: async () => positions,
    turn: (change) => {
      positions = { ...positions, ...change };
    },
  };
};
