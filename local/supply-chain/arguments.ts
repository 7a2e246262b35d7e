import { parsedFlags } from '../cli/parsed-flags.ts';

export type Arguments =
  | { kind: 'help' }
  | { kind: 'check' }
  | { kind: 'sbom'; out: string | undefined }
  | { kind: 'audit'; whereReachable: boolean }
  | { kind: 'secrets'; whereReachable: boolean }
  | { kind: 'reproduce' }
  | { kind: 'wrong'; message: string };

const options = {
  help: { type: 'boolean', short: 'h' },
  out: { type: 'string' },
  'where-reachable': { type: 'boolean' },
} as const;
const commands = 'check, sbom, audit, secrets or reproduce';
const wrong = (message: string): Arguments => ({ kind: 'wrong', message: `${message} (--help shows the commands)` });

/** Reads the arguments of `npm run supply-chain`. A wrong call is one line that says what was expected. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  const parsed = parsedFlags(argv, { options, allowPositionals: true });
  if ('message' in parsed) return wrong(parsed.message);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [command, ...more] = positionals;
  if (command === undefined) return wrong(`expected a command, ${commands}, found none`);
  if (more.length > 0) return wrong(`${command} takes no argument, found ${more.join(' ')}`);
  if (values.out !== undefined && command !== 'sbom') return wrong('--out is of sbom only');
  if (values['where-reachable'] === true && command !== 'audit' && command !== 'secrets') {
    return wrong('--where-reachable is of audit and secrets only');
  }
  switch (command) {
    case 'check':
      return { kind: 'check' };
    case 'sbom':
      return { kind: 'sbom', out: values.out };
    case 'audit':
    case 'secrets':
      return { kind: command, whereReachable: values['where-reachable'] === true };
    case 'reproduce':
      return { kind: 'reproduce' };
    default:
      return wrong(`expected a command, ${commands}, found ${command}`);
  }
};
