import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { beforeEach, describe, it } from 'vitest';
import { kmsSigner } from '../../../core/aws/signer.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const kms = mockedClient(KMSClient);
const signer = kmsSigner(new KMSClient({ region: 'eu-central-1' }), { keyId: 'signing-key' });
const message = new TextEncoder().encode('head of the chain');
beforeEach(() => kms.reset());

describe('sign with KMS', () => {
  it('lets KMS hash the raw message and names its key', async () => {
    kms.on(SignCommand).resolves({ Signature: new Uint8Array([48, 69]) });
    expect(await signer.sign(message)).toEqual(new Uint8Array([48, 69]));
    expect(signer.keyId).toBe('signing-key');
    expect(sent(kms, SignCommand)).toEqual([
      {
        KeyId: 'signing-key',
        Message: message,
        MessageType: 'RAW',
        SigningAlgorithm: 'ECDSA_SHA_256',
      },
    ]);
  });

  it('takes 4096 bytes and refuses one more before the call', async () => {
    kms.on(SignCommand).resolves({ Signature: new Uint8Array([48]) });
    await signer.sign(new Uint8Array(4096));
    await expect(signer.sign(new Uint8Array(4097))).rejects.toMatchObject({ name: 'ServiceRefused' });
    expect(kms).toHaveReceivedCommandTimes(SignCommand, 1);
  });

  it('throws for an answer without a signature', async () => {
    kms.on(SignCommand).resolves({});
    await expect(signer.sign(message)).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['KMSInvalidStateException', 'client', 'ServiceRefused'],
    ['KMSInternalException', 'server', 'ServiceUnavailable'],
  ])('translates %s', async (name, fault, expected) => {
    kms.on(SignCommand).rejects(Object.assign(new Error(name), { name, $fault: fault }));
    await expect(signer.sign(message)).rejects.toMatchObject({ name: expected });
  });
});
