import { describe, expect, it } from 'vitest';
import { calling, isThrottled, translated } from '../../../core/aws/errors.ts';

const named = (name: string, fault?: string): Error =>
  Object.assign(new Error('says secret-value'), { name, ...(fault === undefined ? {} : { $fault: fault }) });

describe('translate an SDK error', () => {
  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted', false],
    ['AccessDenied', 'client', 'NotPermitted', false],
    ['AuthorizationErrorException', 'client', 'NotPermitted', false],
    ['ExpiredTokenException', 'client', 'NotPermitted', false],
    ['UnauthorizedOperation', 'client', 'NotPermitted', false],
    ['AuthFailure', 'client', 'NotPermitted', false],
    ['RequestExpired', 'client', 'NotPermitted', false],
    ['ValidationException', 'client', 'ServiceRefused', false],
    ['ResourceNotFoundException', 'client', 'ServiceRefused', false],
    ['ThrottlingException', 'client', 'ServiceUnavailable', true],
    ['ProvisionedThroughputExceededException', 'client', 'ServiceUnavailable', true],
    ['InternalServerError', 'server', 'ServiceUnavailable', true],
    ['TimeoutError', undefined, 'ServiceUnavailable', true],
  ])('makes %s (fault %s) %s', (name, fault, expected, retryable) => {
    expect(translated('service Call', named(name, fault))).toMatchObject({
      name: expected,
      retryable,
      message: `service Call: ${name}`,
    });
  });

  it('keeps the original as cause and its text out of the message', () => {
    const original = named('ValidationException', 'client');
    const error = translated('service Call', original);
    expect(error.cause).toBe(original);
    expect(error.message).not.toContain('secret-value');
  });

  it('says the code of a network error, whose name says nothing', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:443'), { code: 'ECONNREFUSED' });
    expect(translated('dynamodb Query', refused)).toMatchObject({
      name: 'ServiceUnavailable',
      message: 'dynamodb Query: ECONNREFUSED',
    });
  });

  it('takes what is no error as unavailable', () => {
    expect(translated('service Call', 'boom')).toMatchObject({ name: 'ServiceUnavailable', cause: 'boom' });
  });

  it('knows throttling by name', () => {
    expect([
      isThrottled(named('ThrottlingException')),
      isThrottled(named('ValidationException')),
      isThrottled('x'),
    ]).toEqual([true, false, false]);
  });

  it('hands a result through and translates what was thrown', async () => {
    expect(await calling('service Call', async () => 1)).toBe(1);
    const failing = calling('service Call', () => Promise.reject(named('AccessDenied', 'client')));
    await expect(failing).rejects.toMatchObject({ name: 'NotPermitted' });
  });
});
