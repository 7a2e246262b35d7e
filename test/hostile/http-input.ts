import fc from 'fast-check';
import { badTokenNames } from './bad-tokens.ts';
import { hostileText, hostileValue, marker } from './hostile-json.ts';
import { mutated } from './mutated.ts';

/**
 * One request as it goes over the wire. Texts are bytes, one character each where that matters: a name in a path or a body
 * may be no UTF-8 at all.
 */
export type HttpInput = {
  method: string;
  target: string;
  headers: [string, string][];
  body: string;
  /** How the length of the body is told; `none` says nothing of it. */
  framing: 'length' | 'chunked' | 'both' | 'longer' | 'shorter' | 'twice' | 'none';
  /** Whose signature it has, for a route below /iam; `altered` is one of the whole request, changed afterwards. */
  signed?: 'alice' | 'bob' | 'stranger' | 'altered';
  /** The body comes in this many parts. */
  parts: number;
};

const wrong = 'f'.repeat(64);
const operations = [
  'list',
  'show',
  'journal',
  'report',
  'figures',
  'weekly',
  'close',
  'circuit',
  'close-circuit',
  'request-rollback',
  'review',
];

const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('POST', 'POST', 'GET', 'HEAD') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'post', 'M-SEARCH'),
  },
  { weight: 1, arbitrary: fc.constantFrom('G T', '', marker, 'GET\0', '\u00ff', 'X'.repeat(5000)) },
);

const known = fc.oneof(
  fc.constantFrom('view', 'decision').map((what) => `/a/@approval@/${what}`),
  fc.constantFrom('view', 'decision').map((what) => `/iam/a/@approval@/${what}`),
  fc.constantFrom(...operations).map((what) => `/ops/${what}`),
  fc.constantFrom(...operations).map((what) => `/iam/ops/${what}`),
  fc.constantFrom('/a/@approval@', '/incidents', '/signed-in', '/'),
);
/** The same place spelled in another way, or no place at all. */
const respelled: fc.Arbitrary<(path: string) => string> = fc.constantFrom<((path: string) => string)[]>(
  (path) => path.replace('/a/', '/./a/'),
  (path) => path.replace('/a/', '/x/../a/'),
  (path) => path.replace('/a/', '//a/'),
  (path) => path.replace('/a/', '/a%2f'),
  (path) => path.replace('/a/', '/%61/'),
  (path) => path.replace('/iam/', '/IAM/'),
  (path) => path.replace('/iam/', '/%69am/'),
  (path) => path.replace('/iam/', '/x/iam/'),
  (path) => path.replace('/iam/', '/iam/../iam/'),
  (path) => path.replace('/iam/', '/iam%2f..%2fiam/'),
  (path) => path.replaceAll('/', '%252f'),
  (path) => path.replaceAll('/', '\\'),
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `${path}%00`,
  (path) => `${path}\0`,
  (path) => `${path};${marker}`,
  (path) => `${path}?${marker}=1&${marker}=2`,
  (path) => `${path}#${marker}`,
  (path) => `${path}/../../${marker}`,
  (path) => `${path}%ff%fe`,
  (path) => `${path}\u00ff`,
  (path) => `${path} ${marker}`,
  (path) => `${path}/${'x/'.repeat(900)}`,
  (path) => `${path}${marker.repeat(300)}`,
  (path) => `${path}${'%2e'.repeat(2000)}`,
  (path) => `http://${marker}.example${path}`,
  (path) => `//${marker}.example${path}`,
  (path) => `/\\${marker}.example${path}`,
  () => '//',
  () => 'http://[',
  () => `http://a:99999/${marker}`,
  () => '*',
  () => `javascript:${marker}`,
  () => `/a/${marker}/view`,
  () => '/a/%/view',
  () => '/a/@token@/view',
  (path) => `${path}?t=@token@`,
  () => '/a/ffffffffffffffffffffffffffffffff/view',
  () => '/a/__proto__/view',
  () => `/ops/${marker}`,
  () => '/ops/constructor',
  () => '/iam/ops/__proto__',
);
const target = fc.oneof(
  { weight: 3, arbitrary: known },
  { weight: 2, arbitrary: fc.tuple(known, respelled).map(([path, change]) => change(path)) },
);

const latin = (text: string): string => text.replaceAll(/[^\u0020-\u00ff]/g, '');
const bearer = fc.constantFrom(...badTokenNames).map((name) => `Bearer @bearer ${name}@`);
const header = fc.oneof<fc.Arbitrary<[string, string]>[]>(
  fc
    .constantFrom(
      'application/json',
      'APPLICATION/JSON; charset=utf-16',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'application/json, text/html',
      `application/${marker}`,
      '',
    )
    .map((value) => ['Content-Type', value]),
  bearer.map((value) => ['Authorization', value]),
  fc
    .constantFrom('Basic YTpi', 'Bearer', `Bearer ${marker}`, 'AWS4-HMAC-SHA256 Credential=x', marker)
    .map((value) => ['authorization', value]),
  fc.constantFrom('null', 'https://evil.example', `https://${marker}`, 'x', '').map((value) => ['Origin', value]),
  fc.constantFrom(marker, '', '[::1', 'a b', 'evil.example').map((value) => ['Host', value]),
  fc.constantFrom('gzip', 'identity', marker).map((value) => ['Content-Encoding', value]),
  fc.constantFrom('gzip', 'identity', 'chunked, gzip', marker).map((value) => ['Transfer-Encoding', value]),
  fc.constantFrom('100-continue', marker).map((value) => ['Expect', value]),
  fc.constantFrom('h2c', 'websocket', marker).map((value) => ['Upgrade', value]),
  fc
    .constantFrom('AmazonSSM.PutParameter', 'AmazonSSM.GetParameters', 'DynamoDB_20120810.DescribeTable', marker)
    .map((value) => ['X-Amz-Target', value]),
  fc.constantFrom('secret', marker).map((value) => ['Sign-In-Secret', value]),
  fc.constantFrom('mine', `${marker}#`, "!#$%&'*+^|~`").map((value) => ['X-Amzn-RequestId', value]),
  fc.constantFrom('PUT', 'DELETE').map((value) => ['X-HTTP-Method-Override', value]),
  fc.constantFrom('127.0.0.1', marker).map((value) => ['X-Forwarded-For', value]),
  hostileText.map((text) => ['User-Agent', latin(text)]),
  fc.tuple(fc.constantFrom('X-A', '__proto__', 'constructor', marker, 'a b', ''), hostileText.map(latin)),
  fc.constantFrom(2000, 9000, 20_000).map((length) => ['X-Long', 'x'.repeat(length)]),
);

const decided = { decision: 'approve', rollbackConsent: true, reason: 'as seen', confirm: 'payments-api' };
const documents = [
  { token: '@token@' },
  { ...decided, token: '@token@', digest: wrong },
  { ...decided, token: '@token@A', digest: '@digest@' },
  { ...decided, digest: '@digest@' },
  { ...decided, digest: wrong },
  { incidentId: '@incident@', reason: 'because' },
  { scope: 'global', reason: 'because' },
  { Name: '/sovereign-ops/embedded/emergency-stop', Value: 'clear', Type: 'String' },
  {},
];
/** Of UTF-8 each byte one character, so that a body may hold any. */
const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const body = fc.oneof(
  { weight: 5, arbitrary: mutated(documents).map(bytesOf) },
  { weight: 1, arbitrary: hostileValue.map((value) => bytesOf(JSON.stringify(value))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '{',
      `{"token":"@token@","token":"${marker}"}`,
      `{"token":"${marker}","decision":"approve"`,
      '\u00ef\u00bb\u00bf{"token":"@token@"}',
      '\u00ff\u00fe{\0}\0',
      '{"token":"\u00c3\u0028"}',
      '{"token":"\\ud800"}',
      `{"token":"@token@","__proto__":{"${marker}":1}}`,
      `{"token":1e999,"n":${'9'.repeat(400)}}`,
      `token=@token@&${marker}=1`,
      `<x>${marker}</x>`,
      '['.repeat(4000),
      `{"token":"${'x'.repeat(8 * 1024 - 12)}"}`,
      `{"token":"${'x'.repeat(8 * 1024 - 11)}"}`,
      'x'.repeat(70_000),
    ),
  },
);

export const httpInput: fc.Arbitrary<HttpInput> = fc.record(
  {
    method,
    target,
    headers: fc.array(header, { maxLength: 4, size: 'max' }),
    body,
    framing: fc.oneof(
      { weight: 12, arbitrary: fc.constant('length' as const) },
      { weight: 3, arbitrary: fc.constantFrom('chunked', 'both', 'longer', 'shorter', 'twice', 'none' as const) },
    ),
    signed: fc.constantFrom('alice', 'bob', 'stranger', 'altered' as const),
    parts: fc.constantFrom(1, 1, 1, 2, 7),
  },
  { requiredKeys: ['method', 'target', 'headers', 'body', 'framing', 'parts'] },
);
