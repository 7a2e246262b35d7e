import { type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Signer } from '../audit/ports.ts';
import { calling, ServiceRefused } from './errors.ts';

/** KMS hashes at most this much itself: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
const maxMessageBytes = 4096;

/**
 * Signs with a KMS ECC_NIST_P256 key; KMS hashes the raw message, so what is signed is what it saw. Throws
 * `ServiceRefused` for a message over 4,096 bytes and a key that cannot be used, else `NotPermitted` or
 * `ServiceUnavailable`.
 */
export const kmsSigner = (client: KMSClient, { keyId }: { keyId: string }): Signer => ({
  keyId,
  sign: async (message) => {
    if (message.length > maxMessageBytes) {
      throw new ServiceRefused(`a message of ${message.length} bytes is over the ${maxMessageBytes} bytes of KMS`);
    }
    const command = new SignCommand({
      KeyId: keyId,
      Message: message,
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
    const { Signature } = await calling('kms Sign', () => client.send(command));
    if (Signature === undefined) throw new ServiceRefused('kms Sign: the answer holds no signature');
    return Signature;
  },
});
