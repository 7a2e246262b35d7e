import { GenerateMacCommand, KMSClient, KMSInvalidMacException, VerifyMacCommand } from '@aws-sdk/client-kms';
import { beforeEach, describe, it } from 'vitest';
import { kmsMacGenerator, kmsMacVerifier } from '../../../core/aws/macs.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const kms = mockedClient(KMSClient);
const client = new KMSClient({ region: 'eu-central-1' });
const generator = kmsMacGenerator(client, { keyId: 'link-key' });
const verifier = kmsMacVerifier(client, { keyId: 'link-key' });
const message = new TextEncoder().encode('message');
const mac = new Uint8Array(32).fill(7);
const errors: [string, string, string][] = [
  ['AccessDeniedException', 'client', 'NotPermitted'],
  ['DisabledException', 'client', 'ServiceRefused'],
  ['InvalidKeyUsageException', 'client', 'ServiceRefused'],
  ['ThrottlingException', 'client', 'ServiceUnavailable'],
  ['DependencyTimeoutException', 'server', 'ServiceUnavailable'],
];
const failing = (name: string, fault: string) => Object.assign(new Error(name), { name, $fault: fault });
beforeEach(() => kms.reset());

describe('make a MAC with KMS', () => {
  it('asks for HMAC-SHA-256 over the message', async () => {
    kms.on(GenerateMacCommand).resolves({ Mac: mac });
    expect(await generator.generate(message)).toEqual(mac);
    expect(sent(kms, GenerateMacCommand)).toEqual([
      {
        KeyId: 'link-key',
        Message: message,
        MacAlgorithm: 'HMAC_SHA_256',
      },
    ]);
  });

  it('takes 4096 bytes and refuses one more before the call', async () => {
    kms.on(GenerateMacCommand).resolves({ Mac: mac });
    await generator.generate(new Uint8Array(4096));
    await expect(generator.generate(new Uint8Array(4097))).rejects.toMatchObject({ name: 'ServiceRefused' });
    expect(kms).toHaveReceivedCommandTimes(GenerateMacCommand, 1);
  });

  it.each([undefined, new Uint8Array(31)])('throws for an answer that is no MAC', async (answer) => {
    kms.on(GenerateMacCommand).resolves(answer === undefined ? {} : { Mac: answer });
    await expect(generator.generate(message)).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  it.each(errors)('translates %s', async (name, fault, expected) => {
    kms.on(GenerateMacCommand).rejects(failing(name, fault));
    await expect(generator.generate(message)).rejects.toMatchObject({ name: expected });
  });
});

describe('verify a MAC with KMS', () => {
  it('is true when KMS says so', async () => {
    kms.on(VerifyMacCommand).resolves({ MacValid: true });
    expect(await verifier.verify(message, mac)).toBe(true);
    expect(sent(kms, VerifyMacCommand)).toEqual([
      {
        KeyId: 'link-key',
        Message: message,
        Mac: mac,
        MacAlgorithm: 'HMAC_SHA_256',
      },
    ]);
  });

  it('is false for an invalid MAC', async () => {
    kms.on(VerifyMacCommand).rejects(new KMSInvalidMacException({ message: 'invalid', $metadata: {} }));
    expect(await verifier.verify(message, mac)).toBe(false);
  });

  it('is false for an answer that does not say valid', async () => {
    kms.on(VerifyMacCommand).resolves({});
    expect(await verifier.verify(message, mac)).toBe(false);
  });

  it.each([
    ['an empty MAC', message, new Uint8Array()],
    ['a MAC that is too long', message, new Uint8Array(33)],
    ['a message nobody could have signed', new Uint8Array(4097), mac],
  ])('is false for %s, without asking', async (_text, bytes, given) => {
    kms.on(VerifyMacCommand).resolves({ MacValid: true });
    expect(await verifier.verify(bytes, given)).toBe(false);
    expect(kms).not.toHaveReceivedCommand(VerifyMacCommand);
  });

  it.each(errors)('throws for %s instead of saying false', async (name, fault, expected) => {
    kms.on(VerifyMacCommand).rejects(failing(name, fault));
    await expect(verifier.verify(message, mac)).rejects.toMatchObject({ name: expected });
  });
});
