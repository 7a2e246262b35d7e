import { describe, expect, it } from 'vitest';
import { changing } from '../../../core/aws/changing.ts';

const thrown = (error: object) =>
  changing('rds ModifyDBInstance', async () => {
    throw Object.assign(new Error('secret'), error);
  });

describe('a call that changes something', () => {
  it('gives its answer', async () => expect(await changing('x', async () => 7)).toBe(7));

  it.each([
    ['a refusal', { name: 'InvalidDBInstanceState', $fault: 'client' }, 'PreconditionFailed'],
    [
      'a refusal with its status',
      { name: 'X', $fault: 'client', $metadata: { httpStatusCode: 400 } },
      'PreconditionFailed',
    ],
    ['a lack of permission', { name: 'AccessDenied', $fault: 'client' }, 'NotPermitted'],
    ['a fault of the service', { name: 'InternalFailure', $fault: 'server' }, 'ProviderUnavailable'],
    [
      'a fault of the service that the SDK takes for one of the client',
      { name: 'X', $fault: 'client', $metadata: { httpStatusCode: 500 } },
      'ProviderUnavailable',
    ],
    ['too many requests', { name: 'Throttling', $fault: 'client' }, 'ProviderUnavailable'],
    ['a lost connection', { code: 'ECONNRESET' }, 'ProviderUnavailable'],
    ['no answer in time', { name: 'TimeoutError' }, 'ProviderUnavailable'],
  ])('that ends with %s', async (_how, error, name) => {
    const { message, cause } = await thrown(error).catch((caught: Error) => {
      expect(caught.name).toBe(name);
      return caught;
    });
    expect(message).toMatch(/^rds ModifyDBInstance: /);
    expect(message).not.toContain('secret');
    expect(cause).toBeInstanceOf(Error);
  });
});
