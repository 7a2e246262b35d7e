import { timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Incoming } from './front.ts';

/** The words of API Gateway for what it refuses: its error type and one line. */
export type Unsigned = { kind: 'unsigned'; type: string; message: string };
export type Verified = { kind: 'signed'; accessKeyId: string } | Unsigned;
export type Keys = {
  /** The service that the signature must be for. */
  service: string;
  secretOf(accessKeyId: string): string | undefined;
  /** The machine's time: a person signs by it, whatever the clock of a run says. */
  now(): Date;
};

const unsigned = (type: string, message: string): Unsigned => ({ kind: 'unsigned', type, message });
const missing = unsigned('MissingAuthenticationTokenException', 'Missing Authentication Token');
const incomplete = unsigned('IncompleteSignatureException', 'Authorization header is not a signature of version 4');
const stranger = unsigned('UnrecognizedClientException', 'The security token included in the request is invalid.');
const mismatch = unsigned(
  'InvalidSignatureException',
  'The request signature we calculated does not match the signature you provided.',
);

/** As AWS allows: https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html */
const toleratedMs = 5 * 60_000;

const form =
  /^AWS4-HMAC-SHA256 Credential=([\w]{16,128})\/\d{8}\/([a-z0-9-]{1,32})\/[a-z0-9-]{1,32}\/aws4_request, ?SignedHeaders=([a-z0-9;-]{1,1024}), ?Signature=([0-9a-f]{64})$/;

const dateOf = (text: string | undefined): Date | undefined => {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? [];
  if (parts.length !== 6) return undefined;
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** Nobody's secret: an unknown key costs the same work as a known one. */
const nobodys = '0'.repeat(40);

type Claim = { accessKeyId: string; region: string; service: string; signed: ReadonlySet<string>; at: Date };

/**
 * The signature these credentials give this request. Day and service are what they must be, not what was claimed; the hash
 * of the payload is computed from the body that came in; of the headers only the signed ones count.
 */
const signatureOf = async (request: Incoming, { region, service, signed, at, accessKeyId }: Claim, secret: string) => {
  const hash = 'x-amz-content-sha256';
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey: secret },
    sha256: Sha256,
    applyChecksum: signed.has(hash),
  });
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => signed.has(name) && name !== hash),
  );
  const { method, path, query, body } = request;
  const parts = { method, protocol: 'http:', hostname: '127.0.0.1', path, query: { ...query }, headers, body };
  const made = await signer.sign(parts, { signingDate: at, signableHeaders: new Set(signed) });
  return form.exec(made.headers['authorization'] ?? '')?.[4] ?? '';
};

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * Who signed a request with AWS Signature Version 4, as API Gateway and AWS itself verify it: the signature is computed
 * once more and compared in constant time; host and date are under it, and the date is within five minutes.
 */
export const verifySignature = async (request: Incoming, { service, secretOf, now }: Keys): Promise<Verified> => {
  const { authorization, 'x-amz-date': date } = request.headers;
  if (authorization === undefined) return missing;
  const [, accessKeyId = '', region = '', list = '', signature = ''] = form.exec(authorization) ?? [];
  const at = dateOf(date);
  const signed = new Set(list.split(';'));
  if (accessKeyId === '' || at === undefined || !signed.has('host') || !signed.has('x-amz-date')) return incomplete;
  const secret = secretOf(accessKeyId);
  const expected = await signatureOf(request, { accessKeyId, region, service, signed, at }, secret ?? nobodys);
  const agrees = same(expected, signature);
  if (secret === undefined) return stranger;
  if (!agrees) return mismatch;
  if (Math.abs(now().getTime() - at.getTime()) > toleratedMs) {
    return unsigned('InvalidSignatureException', `Signature expired: ${date} is not within 5 minutes of this machine`);
  }
  return { kind: 'signed', accessKeyId };
};
