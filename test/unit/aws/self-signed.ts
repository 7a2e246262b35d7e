import { generateKeyPairSync, sign } from 'node:crypto';

/** DER: a tag, the length, the content. */
const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
};
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const oid = (hex: string): Buffer => der(0x06, bytes(hex));
const time = (text: string): Buffer => der(0x18, Buffer.from(text));
const bits = (content: Uint8Array): Buffer => der(0x03, bytes('00'), content);

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const name = (text: string): Buffer => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))));
/** subjectAltName: 127.0.0.1; basicConstraints: a CA, so that it can vouch for itself. */
const extensions = sequence(
  sequence(oid('551d11'), der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1]))))),
  sequence(oid('551d13'), der(0x04, sequence(der(0x01, bytes('ff'))))),
);

const pem = (certificate: Uint8Array): string => {
  const base64 = Buffer.from(certificate).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
};

/** A new key and a certificate for 127.0.0.1 that it signed itself (RFC 5280); both in PEM. */
export const selfSigned = (commonName: string): { key: string; cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = sequence(
    der(0xa0, der(0x02, bytes('02'))),
    der(0x02, bytes('01')),
    ecdsaWithSha256,
    name(commonName),
    sequence(time('20200101000000Z'), time('20991231235959Z')),
    name(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const cert = pem(sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey))));
  return { key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), cert };
};
