import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { LocalPerson } from '../../local/gateway/people.ts';
import type { HttpInput } from './http-input.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The headers of a signature; for a stranger one of a key that nobody has here. */
const signature = async (
  { method, target, body, signed }: HttpInput,
  host: string,
  people: readonly LocalPerson[],
): Promise<[string, string][]> => {
  if (signed === undefined || !target.startsWith('/iam/')) return [];
  const person = people.find(({ id }) => id === (signed === 'bob' ? 'bob' : 'alice'));
  const { accessKeyId, secretAccessKey } =
    signed === 'stranger' || person === undefined
      ? { accessKeyId: 'LOCAL0123456789ABCDEF', secretAccessKey: 'x'.repeat(40) }
      : person;
  const signer = new SignatureV4({
    service: 'execute-api',
    region: 'local',
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const { pathname } = new URL(target, 'http://localhost');
  const request = { method, protocol: 'http:', hostname: '127.0.0.1', path: pathname, query: {}, headers: { host } };
  const { headers } = await signer.sign({ ...request, body: latin(signed === 'altered' ? `${body} ` : body) });
  return Object.entries(headers).filter(([name]) => name !== 'host');
};

const chunked = (body: Buffer): Buffer =>
  Buffer.concat([latin(`${body.length.toString(16)}\r\n`), body, latin('\r\n0\r\n\r\n')]);

const lengthHeaders = (framing: HttpInput['framing'], length: number): [string, string][] => {
  const said = (by: number): [string, string] => ['Content-Length', String(Math.max(0, length + by))];
  const coding: [string, string] = ['Transfer-Encoding', 'chunked'];
  switch (framing) {
    case 'length':
      return [said(0)];
    case 'chunked':
      return [coding];
    case 'both':
      return [said(0), coding];
    case 'longer':
      return [said(5)];
    case 'shorter':
      return [said(-5)];
    case 'twice':
      return [said(0), said(1)];
    case 'none':
      return [];
    default:
      return framing satisfies never;
  }
};

const partsOf = (bytes: Buffer, parts: number): Buffer[] => {
  const size = Math.max(1, Math.ceil(bytes.length / parts));
  return Array.from({ length: parts }, (_, n) => bytes.subarray(n * size, (n + 1) * size)).filter(
    ({ length }) => length > 0,
  );
};

/** The bytes of a request, part by part, and whether it is whole: of one that is not no answer may ever come. */
export const bytesOf = async (
  input: HttpInput,
  host: string,
  people: readonly LocalPerson[],
): Promise<{ parts: Buffer[]; whole: boolean }> => {
  const { method, target, framing, parts } = input;
  const body = latin(input.body);
  const names = new Set(input.headers.map(([name]) => name.toLowerCase()));
  const usual: [string, string][] = [
    ['Host', host],
    ['Content-Type', 'application/json'],
  ];
  const headers = [
    ...usual.filter(([name]) => !names.has(name.toLowerCase())),
    ...input.headers,
    ...(await signature(input, host, people)),
    ...lengthHeaders(framing, body.length),
    ['Connection', 'close'],
  ];
  const head = `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const sent = framing === 'chunked' || framing === 'both' ? chunked(body) : body;
  const said = input.headers.some(([name]) => /^(?:transfer-encoding|expect|upgrade)$/i.test(name));
  return {
    parts: [latin(head), ...partsOf(sent, parts)],
    // Node ends a CONNECT without a word.
    whole: framing !== 'longer' && framing !== 'twice' && method !== 'CONNECT' && !said,
  };
};
