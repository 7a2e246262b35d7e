import { describe, expect, it } from 'vitest';
import { isNamedSecret } from '../../../core/incident/named-secret.ts';

const words =
  'null none nil undefined true false yes no ok empty missing invalid incorrect wrong required expired unexpected unknown unset not is was must does has had for from the and or denied failed failure authentication mismatch rejected changed reset redacted EOF';

describe('what stands behind the name of a secret', () => {
  it.each([
    ['password=', 'hunter'],
    ['Pwd: ', 'hunter'],
    ['db_pass=', 'abc'],
    ['pwd', 'a/b'],
    ['token=', 'hunter'],
    ['token: "', 'hunter'],
    ["token: '", 'hunter'],
    ['token: ', 'k-123456'],
    ['token: ', 'a1b2c3d4'],
    ['secret: ', 'payments-db.X'],
    ['secret: ', 'abc '.repeat(7)],
    ['secret: ', 'a'.repeat(25)],
    ['secret: ', '1234567890123'],
    ['secret: ', 'xhttps://db'],
    ['token: ', 'x'.repeat(2) + '!!?'],
    ['secret=', '1234'],
    ['token=', '1234567'],
    ['tokens=', 'x1y2'],
    ['pwd_hint=', '/abc'],
    ['token_id=', '1234'],
    ['password=', 'nullify'],
    ['password=', 'the-cat'],
    ['password=', 'xx'],
    ['password=', 'a<b>'],
  ])('is one behind %j: %j', (before, value) => expect(isNamedSecret(value, before)).toBe(true));

  it.each([
    ...[...words.split(' '), '*', '***', 'xxx', 'xxxxxx', '<none>', '$DB_PASS', '%s'].map((one) => ['password=', one]),
    ['password=', 'NULL'],
    ['secret=', 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:x'],
    ['PWD=', '/srv/app'],
    ['pwd: ', '/srv/app'],
    ['token=', 'abc'],
    ['token=', '1'],
    ['token=', '123456'],
    ['next token: ', '4096'],
    ['"token": "', '4096'],
    ['token: ', 'hunter'],
    ['secret: ', 'payments-db'],
    ['secret: ', 'payments_db.main'],
    ['secret: ', '123456789012'],
    ['secret: ', 'https://db.internal'],
    ['secret: ', 'http://db.internal'],
    ['secret: ', '/run/secrets/db'],
    ['secret: ', 'refused.'],
    ['secret: ', 'refused!!:'],
    ['secret: ', 'a'.repeat(24)],
  ])('is none behind %j: %j', (before = '', value = '') => expect(isNamedSecret(value, before)).toBe(false));
});
