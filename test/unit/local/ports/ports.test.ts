import { verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memoryAuditStore } from '../../../../local/ports/audit-store.ts';
import { memoryClaims } from '../../../../local/ports/claims.ts';
import { localMac } from '../../../../local/ports/macs.ts';
import { capturedNotices } from '../../../../local/ports/notices.ts';
import { memoryOnce } from '../../../../local/ports/once.ts';
import { localSigner } from '../../../../local/ports/signer.ts';
import { switchBoard } from '../../../../local/ports/switches.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a local MAC key', () => {
  const key = localMac(bytes('one secret of thirty-two bytes..'));

  it('verifies what it made', async () => {
    expect(await key.verifier.verify(bytes('m'), await key.generator.generate(bytes('m')))).toBe(true);
  });

  it.each([
    ['another message', bytes('n'), undefined],
    ['a MAC that is cut', bytes('m'), new Uint8Array(8)],
    ['no MAC', bytes('m'), new Uint8Array()],
  ])('refuses %s', async (_what, message, mac) => {
    expect(await key.verifier.verify(message, mac ?? (await key.generator.generate(bytes('m'))))).toBe(false);
  });

  it('refuses what another key made', async () => {
    const other = localMac(bytes('another secret'));
    expect(await key.verifier.verify(bytes('m'), await other.generator.generate(bytes('m')))).toBe(false);
  });
});

describe('claims in memory', () => {
  it('are taken once, forever', async () => {
    const claims = memoryClaims();
    expect(await Promise.all([claims.take('a/0', {}), claims.take('a/0', {}), claims.take('a/0/undo', {})])).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('the switches', () => {
  it('stand at the safe position until somebody turns them', async () => {
    const board = switchBoard();
    expect(await board.read()).toEqual({ execution: 'disabled', emergencyStop: 'set', mode: 'observe' });
    board.turn({ execution: 'enabled' });
    expect(await board.read()).toEqual({ execution: 'enabled', emergencyStop: 'set', mode: 'observe' });
  });
});

describe('the audit store in memory', () => {
  it('never changes what was put, and lists a prefix in order', async () => {
    const store = memoryAuditStore();
    expect([await store.put('r/2', 'b'), await store.put('r/1', 'a'), await store.put('h/1', 'h')]).toEqual(
      Array(3).fill('stored'),
    );
    expect(await store.put('r/1', 'forged')).toBe('exists');
    expect(await store.get('r/1')).toBe('a');
    expect(await store.list('r/')).toEqual(['r/1', 'r/2']);
  });
});

describe('the local signer', () => {
  it('signs as KMS does: DER, P-256, SHA-256', async () => {
    const signer = localSigner();
    const signature = await signer.sign(bytes('head'));
    expect(verify('sha256', bytes('head'), signer.publicKey, signature)).toBe(true);
    expect(verify('sha256', bytes('other'), signer.publicKey, signature)).toBe(false);
  });
});

describe('an effect that may happen once', () => {
  it('happens once and gives its result to whoever asks again', async () => {
    const once = memoryOnce();
    let runs = 0;
    const effect = async () => {
      runs += 1;
      return { runs };
    };
    expect([await once('k', effect), await once('k', effect)]).toEqual([{ runs: 1 }, { runs: 1 }]);
    expect(await once('other', effect)).toEqual({ runs: 2 });
  });

  it('refuses a second caller while the first is at it, and may be tried again after a failure', async () => {
    const once = memoryOnce();
    let fail = (_error: Error): void => undefined;
    const first = once('k', () => new Promise<object>((_resolve, reject) => (fail = reject)));
    await expect(once('k', async () => ({}))).rejects.toThrow('k is still running');
    fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    expect(await once('k', async () => ({ second: true }))).toEqual({ second: true });
  });
});

describe('captured notices', () => {
  it('hand on links, and only to those they are for', async () => {
    const links: string[] = [];
    const notices = capturedNotices(({ to, link }) => void links.push(`${to} ${link}`));
    const data = { incidentId: 'inc-1', kind: 'approval-request', link: 'http://127.0.0.1/a/b#c' };
    const told = { subject: 's', text: 't' };
    await notices.send({ ...told, to: { approver: 'alice' }, data });
    await notices.send({ ...told, to: { audience: 'machine' }, data });
    await notices.send({ ...told, to: { approver: 'bob' }, data: { incidentId: 'inc-1', kind: 'resolved' } });
    expect(links).toEqual(['alice http://127.0.0.1/a/b#c']);
    expect(notices.sent).toHaveLength(3);
  });
});
