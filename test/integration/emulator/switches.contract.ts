import { expect, it } from 'vitest';
import type { Switches } from '../../../core/remediation/ports.ts';

/** Sets a switch to a text, or takes it away. */
export type Turn = (which: 'execution' | 'emergency-stop' | 'mode', value: string | undefined) => Promise<void>;

/** What every set of switches must do. `make` gives new ones that nobody ever set. */
export const switchesContract = (make: () => Promise<{ switches: Switches; turn: Turn }>): void => {
  it('stand at disabled, stopped and observe when nobody set them', async () => {
    const { switches } = await make();
    expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'set', mode: 'observe' });
  });

  it('let things run when all were set to do so, and stop when one is turned back', async () => {
    const { switches, turn } = await make();
    await turn('execution', 'enabled');
    await turn('emergency-stop', 'clear');
    await turn('mode', 'execute');
    expect(await switches.read()).toEqual({ execution: 'enabled', emergencyStop: 'clear', mode: 'execute' });
    await turn('execution', 'disabled');
    await turn('mode', 'propose');
    expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'clear', mode: 'propose' });
    await turn('emergency-stop', 'set');
    await turn('mode', 'Execute');
    expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'set', mode: 'observe' });
  });
};
