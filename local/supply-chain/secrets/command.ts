import type { ExitCode, Io } from '../io.ts';
import { allowedFile, readAllowances } from './allowed.ts';
import { scan } from './scan.ts';

/** `npm run supply-chain -- secrets`: one line for each secret, and one for whatever could not be looked at. */
export const secretsCommand = (io: Io, { whereReachable }: { whereReachable: boolean }): ExitCode => {
  const allowed = readAllowances(io.root);
  if (typeof allowed === 'string') {
    io.err(`supply-chain: ${allowed}\n`);
    return 2;
  }
  const { findings, files, objects, unknown } = scan(io, allowed);
  for (const finding of findings) io.err(`supply-chain: ${finding}\n`);
  for (const one of unknown) {
    if (whereReachable) io.out(`secrets: SKIPPED, nothing is known: ${one}\n`);
    else io.err(`supply-chain: secrets: cannot look: ${one}\n`);
  }
  if (findings.length > 0) {
    io.err(`supply-chain: a real one is revoked first; what is none goes to ${allowedFile} (docs/supply-chain.md)\n`);
    return 1;
  }
  if (unknown.length > 0 && !whereReachable) return 2;
  io.out(
    `secrets: none in ${files} files and ${objects} objects of the history (${allowed.size} made-up ones allowed)\n`,
  );
  return 0;
};
