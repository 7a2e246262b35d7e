import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { functionArn } from './environment.ts';
import { type Outcome, serveOneEvent } from './runtime-api.ts';

export type Run = {
  root: string;
  name: string;
  event: string;
  environment: Record<string, string>;
  /** After this time the function counts as failed and is ended. */
  timeoutMs: number;
  /** Where what the function writes goes, an open file; default: our standard error. */
  log?: number | 'ignore';
};

const timedOut = (name: string, ms: number): Outcome => ({
  kind: 'failed',
  error: 'Sandbox.Timedout',
  message: `${name} gave no answer within ${ms / 1000} seconds`,
});

/**
 * Runs a built function on one event as Lambda would: in a process of its own, under the official runtime client.
 */
export const runFunction = async ({ root, name, event, environment, timeoutMs, log = 2 }: Run): Promise<Outcome> => {
  const deadline = new Date(Date.now() + timeoutMs);
  const api = await serveOneEvent({ event, requestId: randomUUID(), functionArn: functionArn(name), deadline });
  const runtime = [
    '--require',
    join(root, 'local/invoke/rapid-client.cjs'),
    join(root, 'node_modules/aws-lambda-ric/index.mjs'),
  ];
  const child = spawn(process.execPath, runtime, {
    env: { ...environment, AWS_LAMBDA_RUNTIME_API: api.address },
    // Lambda, too, takes both streams of a function as its log.
    stdio: ['ignore', log, log],
  });
  const exited = once(child, 'exit').then(([code, signal]): Outcome => {
    const message = `${name} exited (${String(signal ?? code)}) without an answer`;
    return { kind: 'failed', error: 'Runtime.ExitError', message };
  });
  const ended = new AbortController();
  const late = new Promise<Outcome>((resolve) => {
    const timer = setTimeout(() => resolve(timedOut(name, timeoutMs)), timeoutMs);
    ended.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([api.outcome, exited, late]);
  } finally {
    ended.abort();
    child.kill('SIGKILL');
    await exited;
    api.close();
  }
};
