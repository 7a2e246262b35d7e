import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

const read = <Options extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  { options, allowPositionals }: { options: Options; allowPositionals: boolean },
) => parseArgs({ args: [...argv], options, strict: true, allowPositionals });

/** What `parseArgs` reads, strictly, or what was wrong: it explains dashes at length, and its first sentence names it. */
export const parsedFlags = <Options extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  known: { options: Options; allowPositionals: boolean },
): ReturnType<typeof read<Options>> | { message: string } => {
  try {
    return read(argv, known);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [first = error.message] = error.message.split(/(?<=['"])\. /);
    return { message: first };
  }
};
