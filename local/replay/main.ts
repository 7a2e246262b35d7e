import { join } from 'node:path';
import { PolicyLayerInvalid } from '../../core/runtime/policy-layer.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { readBundle } from '../bundle/read.ts';
import { parseArguments } from './arguments.ts';
import { replayDocument } from './document.ts';
import { replay } from './replay.ts';
import { replayText } from './text.ts';
import { usage } from './usage.ts';

export type Io = {
  argv: readonly string[];
  out(text: string): void;
  err(text: string): void;
  /** Where layers/policy is. */
  root: string;
};
export type ExitCode = 0 | 1 | 2 | 3;

const wrong = (io: Io, message: string): 2 => {
  io.err(`replay: ${message}\n`);
  return 2;
};

/** `npm run replay`: 0 diagnosed or healthy, 3 abstained, 2 the call, the bundle or the policy layer is wrong. */
export const main = async (io: Io): Promise<ExitCode> => {
  const parsed = parseArguments(io.argv);
  switch (parsed.kind) {
    case 'wrong':
      return wrong(io, parsed.message);
    case 'help':
      io.out(usage);
      return 0;
    case 'replay':
      return show(io, parsed);
    default:
      return parsed satisfies never;
  }
};

const show = async (io: Io, { dir, json }: { dir: string; json: boolean }): Promise<ExitCode> => {
  const bundle = readBundle(dir);
  if (bundle.kind === 'wrong') return wrong(io, bundle.message);
  const policy = policyOf(io.root);
  if (typeof policy === 'string') return wrong(io, policy);
  const document = replayDocument(await replay(bundle, policy));
  io.out(json ? `${JSON.stringify(document, null, 2)}\n` : replayText(document));
  return document.diagnosis.kind === 'abstained' ? 3 : 0;
};

/** The policy layer, or the one line that says what is wrong with it. */
const policyOf = (root: string) => {
  try {
    return loadPolicyLayer(join(root, 'layers/policy'));
  } catch (error) {
    if (error instanceof PolicyLayerInvalid) return `layers/policy: ${error.message}`;
    throw error;
  }
};
