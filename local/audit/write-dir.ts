import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditStore } from '../../core/audit/ports.ts';
import { publicKeyFile } from './public-key-file.ts';

/** Why the trail cannot be written there, or undefined. */
export const auditDirProblem = (dir: string): string | undefined => {
  if (!existsSync(dir)) return undefined;
  if (!statSync(dir).isDirectory()) return `--audit ${dir}: expected a directory, found a file`;
  return readdirSync(dir).length > 0 ? `--audit ${dir}: expected a new or empty directory` : undefined;
};

/** Writes the bucket of a run on this machine as a download of it would be, with the public key beside it. */
export const writeAuditDir = async (dir: string, store: AuditStore, publicKey: KeyObject): Promise<void> => {
  mkdirSync(dir, { recursive: true });
  for (const key of await store.list('')) {
    const file = join(dir, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, (await store.get(key)) ?? '');
  }
  writeFileSync(join(dir, publicKeyFile), publicKey.export({ type: 'spki', format: 'pem' }));
};
