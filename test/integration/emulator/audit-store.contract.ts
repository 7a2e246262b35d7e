import { expect, it } from 'vitest';
import type { AuditStore, AuditTrail } from '../../../core/audit/ports.ts';
import { s3PageSize } from './moto.ts';

const pages = 3;

/** What every audit store must do. `make` gives a new, empty store. */
export const auditStoreContract = (make: () => Promise<AuditStore>): void => {
  it('keeps the first body of a key for good', async () => {
    const store = await make();
    expect(await store.put('records/inc-1/0000001.json', '{"a":"ü"}')).toBe('stored');
    expect(await store.put('records/inc-1/0000001.json', '{"a":2}')).toBe('exists');
    expect(await store.get('records/inc-1/0000001.json')).toBe('{"a":"ü"}');
  });

  it('knows nothing of a key that was never put', async () => {
    const store = await make();
    expect(await store.get('records/none.json')).toBeUndefined();
    expect(await store.list('records/')).toEqual([]);
  });

  it('lists the keys below a prefix in ascending order and no others', async () => {
    const store = await make();
    for (const key of ['records/b/0000002.json', 'records/b/0000010.json', 'heads/x.json', 'records/a/0000001.json']) {
      await store.put(key, '{}');
    }
    const below = ['records/a/0000001.json', 'records/b/0000002.json', 'records/b/0000010.json'];
    expect(await store.list('records/')).toEqual(below);
    expect(await store.list('records/b/')).toEqual(below.slice(1));
    expect(await store.list('records/', 'records/b/0000002.json')).toEqual(below.slice(2));
  });

  it('lists more keys than one page holds', async () => {
    const store = await make();
    const keys = Array.from({ length: pages * s3PageSize + 1 }, (_, n) => `records/many/${String(n).padStart(7, '0')}`);
    await Promise.all(keys.map((key) => store.put(key, '{}')));
    expect(await store.list('records/many/')).toEqual(keys);
  });
};

/** What everybody must see of a store who may only know whether a key is there. `make` gives both on one new store. */
export const auditTrailContract = (make: () => Promise<{ store: AuditStore; trail: AuditTrail }>): void => {
  it('has what was put, and nothing that only begins with it or is the beginning of it', async () => {
    const { store, trail } = await make();
    expect(await trail.has('records/inc-1/0000001.json')).toBe(false);
    await store.put('records/inc-1/0000001.json.old', '{}');
    expect(await trail.has('records/inc-1/0000001.json')).toBe(false);
    await store.put('records/inc-1/0000001.json', '{}');
    expect(await trail.has('records/inc-1/0000001.json')).toBe(true);
    expect(await trail.has('records/inc-1/')).toBe(false);
  });
};
