import { expect, it } from 'vitest';
import type { MacGenerator, MacVerifier } from '../../../core/approval/ports.ts';

export type KeyHalves = { generator: MacGenerator; verifier: MacVerifier };

const text = (message: string): Uint8Array => new TextEncoder().encode(message);

/** What every MAC key must do. `make` gives a new key. */
export const macsContract = (make: () => Promise<KeyHalves>): void => {
  it('verifies what it made, and makes the same for the same message', async () => {
    const { generator, verifier } = await make();
    const mac = await generator.generate(text('approve inc-1'));
    expect(mac).toHaveLength(32);
    expect(Buffer.from(await generator.generate(text('approve inc-1')))).toEqual(Buffer.from(mac));
    expect(await verifier.verify(text('approve inc-1'), mac)).toBe(true);
  });

  it('does not verify another message, another key, a changed, a cut or an empty MAC', async () => {
    const [{ generator, verifier }, other] = [await make(), await make()];
    const mac = await generator.generate(text('approve inc-1'));
    const changed = Uint8Array.from(mac, (byte, index) => (index === 31 ? byte ^ 1 : byte));
    expect(await verifier.verify(text('approve inc-2'), mac)).toBe(false);
    expect(await other.verifier.verify(text('approve inc-1'), mac)).toBe(false);
    expect(await verifier.verify(text('approve inc-1'), changed)).toBe(false);
    expect(await verifier.verify(text('approve inc-1'), mac.subarray(0, 16))).toBe(false);
    expect(await verifier.verify(text('approve inc-1'), new Uint8Array())).toBe(false);
  });
};
