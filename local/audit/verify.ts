import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Head, headIsGenuine, readHead, type VerifySignature } from '../../core/audit/head.ts';
import { type Verification, verifyAudit } from '../../core/audit/verify.ts';
import { publicKeyVerifier } from '../../core/runtime/public-key.ts';
import { publicKeyFile } from './public-key-file.ts';
import { checkDownload, readDownload } from './read-dir.ts';
import { Wrong } from './wrong.ts';

/** With which key it was verified: the SHA-256 of its DER, and whether it lay with the files that it is to prove. */
export type VerifiedDownload = Verification & { key: { sha256: string; inDownload: boolean } };

/** Verifies a download offline. Throws `Wrong` for what is no download, no key or no head of that key. */
export const verifyDownload = async ({
  dir,
  key,
  head,
}: {
  dir: string;
  key?: string;
  head?: string;
}): Promise<VerifiedDownload> => {
  checkDownload(dir);
  const inDownload = key === undefined;
  const { verify, sha256 } = keyIn(key ?? join(dir, publicKeyFile), inDownload);
  const kept = head === undefined ? undefined : await keptHead(head, verify);
  return { ...(await verifyAudit(readDownload(dir), verify, kept)), key: { sha256, inDownload } };
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const keyIn = (file: string, isDefault: boolean): { verify: VerifySignature; sha256: string } => {
  if (!isFile(file)) {
    throw new Wrong(
      isDefault
        ? `${file}: expected the public key there, or --key <file.pem>; docs/audit.md says how to get it`
        : `--key ${file}: there is no such file`,
    );
  }
  try {
    const pem = readFileSync(file, 'utf8');
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    return { verify: publicKeyVerifier(pem), sha256: createHash('sha256').update(der).digest('hex') };
  } catch {
    throw new Wrong(`${file}: expected a public key as PEM, found something else`);
  }
};

/** A head that is not by the key would prove nothing, so it is no input. */
const keptHead = async (file: string, verify: VerifySignature): Promise<Head> => {
  if (!isFile(file)) throw new Wrong(`--head ${file}: there is no such file`);
  const signed = readHead(readFileSync(file, 'utf8'));
  if (signed === undefined) throw new Wrong(`--head ${file}: expected a signed head, found something else`);
  if (!(await headIsGenuine(signed, verify))) throw new Wrong(`--head ${file}: its signature is not by the public key`);
  return signed.head;
};
