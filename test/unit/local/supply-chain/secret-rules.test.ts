import { describe, expect, it } from 'vitest';
import { entropy, secretsIn } from '../../../../local/supply-chain/secrets/rules.ts';

// Tilde for what is not there, so that the scan does not find this file.
const text = (written: string): string => written.replaceAll('~', '');
const key = 'Zk3v9QpL~2xW8rT5nB7mD';
const pem = '-----BEGIN EC PRI~VATE KEY-----\nMHcC\n-----END EC PRI~VATE KEY-----';
const planted: [rule: string, written: string, secret: string][] = [
  ['access key', 'id = AK~IAZQ3F7WMPLRTV5N2K', 'AK~IAZQ3F7WMPLRTV5N2K'],
  ['private key', `x\n${pem}\n`, pem],
  ['token', `ghp~_${'a1B2'.repeat(9)}`, `ghp~_${'a1B2'.repeat(9)}`],
  ['token', 'url: xo~xb-2345-abcdefghij', 'xo~xb-2345-abcdefghij'],
  ['token', `//registry/:_authToken=npm~_${'a1B2'.repeat(9)}`, `npm~_${'a1B2'.repeat(9)}`],
  ['token', 'jwt ey~JhbGciOiJIUzI1NiJ9.ey~JzdWIiOiIxIn0.c2ln', 'ey~JhbGciOiJIUzI1NiJ9.ey~JzdWIiOiIxIn0.c2ln'],
  ['password', 'postgres:/~/app:kX9-kX9-@db/x', 'kX9-kX9-'],
  ['assigned', `client_secret: '${key}'`, key],
  ['assigned', `{"apiKey":"${key}"}`, key],
  ['assigned', `DB_PASSWORD=${key}`, key],
];

describe('the rules of the scan for secrets', () => {
  it.each(planted)('find %s in %j', (rule, written, secret) => {
    const at = text(written).indexOf(text(secret));
    expect(secretsIn(text(written))).toEqual([{ rule, at, value: text(secret) }]);
  });

  it.each([
    ['a variable', 'PASSWORD=$DB_PASSWORD_OF_TODAY_1'],
    ['an address with one filled in', 'postgres:/~/app:${password}@db/x'],
    ['a name', "secretName: 'orders-database-credentials-1'"],
    ['a reference', 'tokenKey: process.env.SOVEREIGN_TOKEN_1'],
    ['a digest', 'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['an integrity', `"integrity": "sha512-${'Zk3v9QpL2x'.repeat(8)}=="`],
    ['what is about a key', 'the private key is in KMS; PRIVATE KEY of 32 bytes'],
  ])('leave %s alone', (_what, written) => expect(secretsIn(text(written))).toEqual([]));

  it('know how random a text is', () => {
    expect(entropy('aaaa')).toBe(0);
    expect(entropy('abcd')).toBe(2);
  });

  it('take time that grows with the length of a line that is made to be slow', () => {
    // A quadratic rule would not end within the limit of a test.
    expect(secretsIn(`${'token'.repeat(40_000)}=${'a'.repeat(200_000)}`)).toEqual([]);
    expect(secretsIn('secret-'.repeat(40_000))).toEqual([]);
  });
});
