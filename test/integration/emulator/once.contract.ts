import { expect, it } from 'vitest';
import type { Once } from '../../../core/runtime/effects.ts';

/** What every Once must do. `make` gives one that has run nothing yet. */
export const onceContract = (make: () => Promise<Once>): void => {
  it('runs an effect once and gives its result to whoever asks again', async () => {
    const once = await make();
    let runs = 0;
    const effect = async () => ({ run: (runs += 1) });
    expect([await once('a', effect), await once('a', effect), await once('b', effect)]).toEqual([
      { run: 1 },
      { run: 1 },
      { run: 2 },
    ]);
  });

  it('refuses a second caller while the first still runs', async () => {
    const once = await make();
    let finish: (value: object) => void = () => {};
    let begun: (value: unknown) => void = () => {};
    const started = new Promise((resolve) => (begun = resolve));
    const first = once('a', () => new Promise<object>((resolve) => begun((finish = resolve))));
    await started;
    await expect(once('a', async () => ({}))).rejects.toThrow(/running/);
    finish({ sent: true });
    expect(await first).toEqual({ sent: true });
  });

  it('runs an effect again after it threw', async () => {
    const once = await make();
    await expect(once('a', () => Promise.reject(new Error('no line')))).rejects.toThrow('no line');
    expect(await once('a', async () => ({ sent: true }))).toEqual({ sent: true });
  });
};
