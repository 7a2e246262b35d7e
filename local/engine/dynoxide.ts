import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';

export type Dynoxide = { endpoint: string; stop(): Promise<void> };

/** The installed binary, or undefined: it is an optional dependency and exists for Linux on x64 only. */
export const findDynoxide = (): string | undefined => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')), 'dynoxide');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

/** It takes 9 ms; a child that says nothing for this long is ended. */
const startMs = 5000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends the child with this process, however it ends; the returned function takes the hooks away again. */
const endTogether = (child: ChildProcess): (() => void) => {
  const kill = (): void => void child.kill();
  const onSignal = (signal: NodeJS.Signals): void => {
    // Somebody else decides about this signal, and the process will end by `exit`.
    if (process.listenerCount(signal) > 1) return;
    release();
    kill();
    process.kill(process.pid, signal);
  };
  const release = (): void => {
    process.off('exit', kill);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', kill);
  for (const signal of signals) process.on(signal, onSignal);
  return release;
};

/** Resolves with true once it says that it listens, with false when it ends instead: somebody else took the port. */
const listening = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(false));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (said.length < 10_000) said += chunk.toString();
        if (said.includes('listening')) resolve(true);
      });
    }
  });

const startOn = async (binary: string, port: number, file: string | undefined): Promise<Dynoxide | undefined> => {
  const kept = file === undefined ? [] : ['--db-path', file];
  const child = spawn(binary, ['serve', '--port', String(port), ...kept], { stdio: ['ignore', 'pipe', 'pipe'] });
  const release = endTogether(child);
  const silent = setTimeout(() => child.kill(), startMs);
  const started = await listening(child);
  clearTimeout(silent);
  if (!started) {
    release();
    return undefined;
  }
  // It must not keep this process alive; it ends with it.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      release();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
};

/**
 * Starts a dynoxide of its own on a free loopback port: in memory, or with its tables and their streams in `file`, which is
 * made where it is not there. Stop it with `stop`; it ends with the process too, unless that is ended by SIGKILL.
 */
export const startDynoxide = async (binary: string, file?: string): Promise<Dynoxide> => {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const started = await startOn(binary, await freePort(), file);
    if (started !== undefined) return started;
  }
  throw new Error(`${binary} ended at once on five free ports`);
};
