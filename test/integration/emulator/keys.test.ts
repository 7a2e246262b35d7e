import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { CreateKeyCommand, GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { kmsMacGenerator, kmsMacVerifier } from '../../../core/aws/macs.ts';
import { kmsSigner } from '../../../core/aws/signer.ts';
import type { Signer } from '../../../core/audit/ports.ts';
import { localMac } from '../../../local/ports/macs.ts';
import { localSigner } from '../../../local/ports/signer.ts';
import { describeOnMoto } from './describe-moto.ts';
import { macsContract } from './macs.contract.ts';
import type { Emulator } from './moto.ts';

/** What every signer must do: DER signatures that the public half verifies outside. */
const signerContract = (make: () => Promise<{ signer: Signer; publicKey: KeyObject }>): void => {
  it('signs so that the public key verifies this message and no other', async () => {
    const { signer, publicKey } = await make();
    const message = new TextEncoder().encode('sovereign-ops/audit-head/v1\nabc');
    const signature = await signer.sign(message);
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
    expect(verify('sha256', message.subarray(1), publicKey, signature)).toBe(false);
    expect(signer.keyId).not.toBe('');
  });
};

let secrets = 0;
describe('the keys of the embedded stack', () => {
  macsContract(async () => localMac(new Uint8Array(32).fill((secrets += 1))));
  signerContract(async () => {
    const signer = localSigner();
    return { signer, publicKey: signer.publicKey };
  });
});

const newKey = async (
  moto: Emulator,
  spec: { KeySpec: 'HMAC_256' | 'ECC_NIST_P256'; KeyUsage: 'GENERATE_VERIFY_MAC' | 'SIGN_VERIFY' },
) => {
  const client = new KMSClient(moto.config);
  const { KeyMetadata } = await client.send(new CreateKeyCommand(spec));
  if (KeyMetadata?.KeyId === undefined) throw new Error('no key');
  return { client, keyId: KeyMetadata.KeyId };
};
const macKey = (moto: Emulator) => newKey(moto, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });

describeOnMoto('the keys in KMS', (moto) => {
  macsContract(async () => {
    const { client, keyId } = await macKey(moto());
    return { generator: kmsMacGenerator(client, { keyId }), verifier: kmsMacVerifier(client, { keyId }) };
  });

  // A disabled key is left out: the emulator goes on making MACs with it, KMS answers DisabledException.
  it('throws, and never says no, when a MAC key is gone', async () => {
    const { client } = await macKey(moto());
    const keyId = '00000000-0000-0000-0000-000000000000';
    const [generator, verifier] = [kmsMacGenerator(client, { keyId }), kmsMacVerifier(client, { keyId })];
    await expect(verifier.verify(new Uint8Array(8), new Uint8Array(32))).rejects.toMatchObject({
      name: 'ServiceRefused',
    });
    await expect(generator.generate(new Uint8Array(8))).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  signerContract(async () => {
    const { client, keyId } = await newKey(moto(), { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    return { signer: kmsSigner(client, { keyId }), publicKey };
  });
});
