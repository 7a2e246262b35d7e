import type { ExitCode, Io } from '../io.ts';
import { reproduce } from './reproduce.ts';

/** `npm run supply-chain -- reproduce`: one line for each function with what its code hashes to, or the first difference. */
export const reproduceCommand = (io: Io): ExitCode => {
  const made = reproduce(io);
  switch (made.kind) {
    case 'wrong':
      io.err(`supply-chain: ${made.message}\n`);
      return 2;
    case 'different':
      io.err(`supply-chain: two builds of the same sources differ: ${made.message}\n`);
      return 1;
    case 'same':
      for (const [path, sha256] of made.hashes) {
        const [, name] = /^dist\/functions\/([^/]+)\/index\.js$/.exec(path) ?? [];
        if (name !== undefined) io.out(`${sha256}  ${name}\n`);
      }
      io.out(`two builds, ${made.hashes.size} files of functions, layer and bills of materials: the same bytes\n`);
      return 0;
    default:
      return made satisfies never;
  }
};
