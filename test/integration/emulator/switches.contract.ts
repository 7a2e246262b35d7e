import { expect, it } from 'vitest';
import type { Switches } from '../../../core/remediation/ports.ts';

/** Sets a switch to a text, or takes it away. */
export type Turn = (which: 'execution' | 'emergency-stop', value: string | undefined) => Promise<void>;

/** What every pair of switches must do. `make` gives new ones that nobody ever set. */
export const switchesContract = (make: () => Promise<{ switches: Switches; turn: Turn }>): void => {
  it('stand at disabled and stopped when nobody set them', async () => {
    const { switches } = await make();
    expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'set' });
  });

  it('let things run when both were set to do so, and stop when one is turned back', async () => {
    const { switches, turn } = await make();
    await turn('execution', 'enabled');
    await turn('emergency-stop', 'clear');
    expect(await switches.read()).toEqual({ execution: 'enabled', emergencyStop: 'clear' });
    await turn('execution', 'disabled');
    expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'clear' });
    await turn('emergency-stop', 'set');
    expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'set' });
  });
};
