import type { Switches } from '../../core/remediation/ports.ts';

type Positions = Awaited<ReturnType<Switches['read']>>;

/** The two switches, and the hand that turns them. Whatever is not said stands at the safe position. */
export const switchBoard = (
  initial: Partial<Positions> = {},
): Switches & { turn(change: Partial<Positions>): void } => {
  let positions: Positions = { execution: 'disabled', emergencyStop: 'set', ...initial };
  return {
    read: async () => positions,
    turn: (change) => {
      positions = { ...positions, ...change };
    },
  };
};
