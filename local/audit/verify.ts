import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Head, headIsGenuine, readHead, type VerifySignature } from '../../core/audit/head.ts';
import { type Verification, verifyAudit } from '../../core/audit/verify.ts';
import { publicKeyVerifier } from '../../core/runtime/public-key.ts';
import { publicKeyFile } from './public-key-file.ts';
import { checkDownload, readDownload } from './read-dir.ts';
import { Wrong } from './wrong.ts';

/** Verifies a download offline. Throws `Wrong` for what is no download, no key or no head of that key. */
export const verifyDownload = async ({
  dir,
  key,
  head,
}: {
  dir: string;
  key?: string;
  head?: string;
}): Promise<Verification> => {
  checkDownload(dir);
  const verify = verifierOf(key ?? join(dir, publicKeyFile), key === undefined);
  const kept = head === undefined ? undefined : await keptHead(head, verify);
  return verifyAudit(readDownload(dir), verify, kept);
};

const verifierOf = (file: string, isDefault: boolean): VerifySignature => {
  if (!existsSync(file)) {
    throw new Wrong(
      isDefault
        ? `${file}: expected the public key there, or --key <file.pem>; docs/audit.md says how to get it`
        : `--key ${file}: there is no such file`,
    );
  }
  try {
    return publicKeyVerifier(readFileSync(file, 'utf8'));
  } catch {
    throw new Wrong(`${file}: expected a public key as PEM, found something else`);
  }
};

/** A head that is not by the key would prove nothing, so it is no input. */
const keptHead = async (file: string, verify: VerifySignature): Promise<Head> => {
  if (!existsSync(file)) throw new Wrong(`--head ${file}: there is no such file`);
  const signed = readHead(readFileSync(file, 'utf8'));
  if (signed === undefined) throw new Wrong(`--head ${file}: expected a signed head, found something else`);
  if (!(await headIsGenuine(signed, verify))) throw new Wrong(`--head ${file}: its signature is not by the public key`);
  return signed.head;
};
