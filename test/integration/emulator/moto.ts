import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type ClientConfig, clientConfig } from '../../../core/aws/client-config.ts';
import { freePort } from '../../../local/engine/free-port.ts';

export const account = '123456789012';
export const region = 'eu-central-1';

/** Keys in one answer of ListObjectsV2: the real thousand would take seconds to fill. */
export const s3PageSize = 20;

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const binary = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'moto_server'))
  .find(isExecutable);

/** Why the emulator tests cannot run here, or undefined when they can; where it is found they do run. */
export const motoMissing =
  binary === undefined ? 'skipped: moto_server is not on PATH (pip install "moto[server]" brings it)' : undefined;

/** The configuration of every client as the functions have it, but for the endpoint. */
export type Emulator = { url: string; config: ClientConfig & { endpoint: string }; stop(): Promise<void> };

const source = { AWS_REGION: region, AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };

const answers = async (url: string): Promise<boolean> => {
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      if ((await fetch(`${url}/moto-api/`)).ok) return true;
    } catch {
      // Nobody listens yet.
    }
    await setTimeout(50);
  }
  return false;
};

/** An emulator of its own on the loopback interface, empty. Stop it by `stop`. */
export const startMoto = async (): Promise<Emulator> => {
  if (binary === undefined) throw new Error(motoMissing);
  const port = await freePort();
  const env = { ...process.env, MOTO_S3_DEFAULT_MAX_KEYS: String(s3PageSize) };
  const server = spawn(binary, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', env });
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  if (await answers(url)) return { url, config: { ...clientConfig({ source }), endpoint: url }, stop };
  await stop();
  throw new Error(`moto_server does not answer on port ${port}`);
};
