import { GenerateMacCommand, KMSInvalidMacException, type KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms';
import type { MacGenerator, MacVerifier } from '../approval/ports.ts';
import { calling, ServiceRefused } from './errors.ts';

/** KMS takes at most 4,096 bytes: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html */
const maxMessageBytes = 4096;
const macBytes = 32;
const MacAlgorithm = 'HMAC_SHA_256';

/**
 * Makes MACs with a KMS HMAC key. Throws `ServiceRefused` for a message over 4,096 bytes and a key that cannot be used,
 * else `NotPermitted` or `ServiceUnavailable`.
 */
export const kmsMacGenerator = (client: KMSClient, { keyId }: { keyId: string }): MacGenerator => ({
  generate: async (message) => {
    if (message.length > maxMessageBytes) {
      throw new ServiceRefused(`a message of ${message.length} bytes is over the ${maxMessageBytes} bytes of KMS`);
    }
    const command = new GenerateMacCommand({ KeyId: keyId, Message: message, MacAlgorithm });
    const { Mac } = await calling('kms GenerateMac', () => client.send(command));
    if (Mac?.length !== macBytes) throw new ServiceRefused('kms GenerateMac: the answer is no HMAC-SHA-256');
    return Mac;
  },
});

/**
 * Verifies MACs with a KMS HMAC key. What cannot be a MAC of this key (wrong length, message too long to have been
 * signed) is false without a call: it comes from outside and must not look like an outage. Throws `NotPermitted`,
 * `ServiceRefused` or `ServiceUnavailable` when KMS cannot say.
 */
export const kmsMacVerifier = (client: KMSClient, { keyId }: { keyId: string }): MacVerifier => ({
  verify: async (message, mac) => {
    if (mac.length !== macBytes || message.length > maxMessageBytes) return false;
    const command = new VerifyMacCommand({ KeyId: keyId, Message: message, Mac: mac, MacAlgorithm });
    return calling('kms VerifyMac', async () => {
      try {
        return (await client.send(command)).MacValid === true;
      } catch (error) {
        if (error instanceof KMSInvalidMacException) return false;
        throw error;
      }
    });
  },
});
