import { fork } from 'node:child_process';
import { channel, type Call } from './channel.ts';
import type { Setup } from './setup.ts';

export type Life = {
  /** What a synchronous invocation of one of its functions answers. */
  invoke(name: string, event: unknown): Promise<unknown>;
  /** SIGKILL to the process and to its dynoxide, at once. */
  kill(): void;
  /** How it ended: by the kill, or by itself with what it said on stderr. */
  over: Promise<{ kind: 'killed' } | { kind: 'exited'; code: number; said: string }>;
};

const running = new Set<() => void>();
process.on('exit', () => {
  for (const kill of running) kill();
});

/** Starts the process as the leader of a group, so that one signal reaches all that belongs to it. */
export const startLife = (program: string, setup: Setup, answer: Call): Life => {
  const child = fork(program, [JSON.stringify(setup)], {
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // It lives for a second or two, and collects no garbage in that time.
    execArgv: ['--max-semi-space-size=64'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 10_000) said += chunk.toString();
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // It ended in this very moment.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  running.add(kill);
  const { call, close } = channel(
    {
      // A process that was killed takes no answer any more.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      listen: (heard) => void child.on('message', heard),
    },
    answer,
  );
  const over: Life['over'] = new Promise((resolve) => {
    // After the last of what it said.
    child.once('close', (code, signal) => {
      close();
      running.delete(kill);
      resolve(signal === 'SIGKILL' ? { kind: 'killed' } : { kind: 'exited', code: code ?? 1, said });
    });
  });
  return { invoke: (name, event) => call('invoke', [name, event]), kill, over };
};
