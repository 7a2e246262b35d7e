import { join } from 'node:path';
import type { PolicyContent } from '../../core/policy/policy-content.ts';
import { PolicyLayerInvalid, policyLayerOf } from '../../core/runtime/policy-layer.ts';
import { readPolicySource } from '../../core/runtime/policy-source.ts';
import { answerDocument, answerText } from './answer-text.ts';
import { parseArguments } from './arguments.ts';
import { explain } from '../../core/approval/explain/explain.ts';
import { listing } from './listing.ts';
import { readRequest } from './read-request.ts';
import { usage } from './usage.ts';

export type Io = {
  argv: readonly string[];
  out(text: string): void;
  err(text: string): void;
  /** Where layers/policy is. */
  root: string;
  now: () => Date;
};
export type ExitCode = 0 | 1 | 2;

/** `npm run policy`: 0 yes, 1 no, 2 the call, the request or the policy layer is wrong; nothing is ever changed. */
export const main = (io: Io): ExitCode => {
  const parsed = parseArguments(io.argv);
  switch (parsed.kind) {
    case 'wrong':
      return wrong(io, parsed.message);
    case 'help':
      io.out(usage);
      return 0;
    case 'list':
      return list(io);
    case 'check':
      return check(io, parsed);
    default:
      return parsed satisfies never;
  }
};

const wrong = (io: Io, message: string): 2 => {
  io.err(`policy: ${message}\n`);
  return 2;
};

const check = (io: Io, { file, json }: { file: string; json: boolean }): ExitCode => {
  const read = readRequest(file);
  if (read.kind === 'wrong') return wrong(io, read.message);
  const content = contentOf(io.root);
  if (typeof content === 'string') return wrong(io, content);
  const explanation = explain(policyLayerOf(content), read.request, io.now());
  io.out(json ? `${JSON.stringify(answerDocument(explanation), null, 2)}\n` : answerText(read.request, explanation));
  return explanation.allowed ? 0 : 1;
};

const list = (io: Io): ExitCode => {
  const content = contentOf(io.root);
  if (typeof content === 'string') return wrong(io, content);
  io.out(listing(content, policyLayerOf(content).version));
  return 0;
};

/** The sources of the policy layer, or the one line that says what is wrong with them. */
const contentOf = (root: string): PolicyContent | string => {
  try {
    return readPolicySource(join(root, 'layers/policy'));
  } catch (error) {
    if (error instanceof PolicyLayerInvalid) return `layers/policy: ${error.message}`;
    throw error;
  }
};
