import { afterAll, beforeAll, describe } from 'vitest';
import { type Emulator, motoMissing, startMoto } from './moto.ts';

/** Tests of one file on one emulator of their own; skipped, with the reason on the console, where there is none. */
export const describeOnMoto = (name: string, tests: (moto: () => Emulator) => void): void => {
  if (motoMissing !== undefined) console.warn(`${name}: ${motoMissing}`);
  describe.skipIf(motoMissing !== undefined)(name, () => {
    let running: Emulator | undefined;
    beforeAll(async () => {
      running = await startMoto();
    }, 60_000);
    afterAll(() => running?.stop());
    tests(() => {
      if (running === undefined) throw new Error('the emulator is not running');
      return running;
    });
  });
};
