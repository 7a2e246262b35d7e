import { cleanText } from '../../core/incident/text.ts';
import { parseArguments, type Command } from './arguments.ts';
import { trailOfIncident } from './trail.ts';
import { trailText } from './trail-text.ts';
import { usage } from './usage.ts';
import { verifyDownload } from './verify.ts';
import { verifyText } from './verify-text.ts';
import { Wrong } from './wrong.ts';

export type Io = { argv: readonly string[]; out(text: string): void; err(text: string): void };
export type ExitCode = 0 | 1 | 2;
type Result = { code: 0 | 1; document: unknown; text: string };

/** `npm run audit`: 0 nothing was found, 1 something was, 2 the call or the files are wrong; nothing is ever changed. */
export const main = async ({ argv, out, err }: Io): Promise<ExitCode> => {
  const parsed = parseArguments(argv);
  if (parsed.kind === 'help') {
    out(usage);
    return 0;
  }
  const wrong = (message: string): 2 => {
    err(`audit: ${cleanText(message, 500)}\n`);
    return 2;
  };
  if (parsed.kind === 'wrong') return wrong(parsed.message);
  try {
    const { code, document, text } = await run(parsed.command);
    out(parsed.json ? `${JSON.stringify(document, null, 2)}\n` : text);
    return code;
  } catch (error) {
    if (error instanceof Wrong) return wrong(error.message);
    throw error;
  }
};

const run = async (command: Command): Promise<Result> => {
  switch (command.kind) {
    case 'verify': {
      const verification = await verifyDownload(command);
      return { code: verification.verified ? 0 : 1, document: verification, text: verifyText(verification) };
    }
    case 'trail': {
      const trail = trailOfIncident(command);
      return { code: trail.findings.length === 0 ? 0 : 1, document: trail, text: trailText(trail) };
    }
    default:
      return command satisfies never;
  }
};
