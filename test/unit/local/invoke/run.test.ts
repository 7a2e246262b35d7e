import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { functionEnvironment } from '../../../../local/invoke/environment.ts';
import { runFunction } from '../../../../local/invoke/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'invoke-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const root = resolve(import.meta.dirname, '../../../..');

/** Runs this source as a built function. */
const run = (name: string, source: string, timeoutMs = 20_000) => {
  const taskRoot = join(folder, name);
  mkdirSync(taskRoot);
  writeFileSync(join(taskRoot, 'index.js'), source);
  const environment = functionEnvironment({ name, taskRoot, policyDir: folder }, { TABLE_NAME: 'Table' }, process.env);
  return runFunction({ root, name, event: '{"incidentId":"inc-1"}', environment, timeoutMs, log: 'ignore' });
};

describe('a built function under the Lambda runtime client', () => {
  it('gets the event, the context and its environment, and gives its result', async () => {
    const outcome = await run(
      'good',
      `exports.handler = async (event, context) =>
         ({ ...event, name: context.functionName, table: process.env.TABLE_NAME, late: context.getRemainingTimeInMillis() < 1 });`,
    );
    expect(outcome.kind === 'succeeded' && JSON.parse(outcome.body)).toEqual({
      incidentId: 'inc-1',
      name: 'good',
      table: 'Table',
      late: false,
    });
  });

  it('fails with the error it threw', async () => {
    const source = `exports.handler = async () => { throw new TypeError('no such incident'); };`;
    expect(await run('throws', source)).toEqual({ kind: 'failed', error: 'TypeError', message: 'no such incident' });
  });

  it('fails when it cannot be loaded', async () => {
    const source = `throw new Error('environment variable TABLE_NAME: expected a name, found nothing');`;
    expect(await run('init', source)).toEqual({
      kind: 'failed',
      error: 'Error',
      message: 'environment variable TABLE_NAME: expected a name, found nothing',
    });
  });

  it('fails when it ends without an answer', async () => {
    const outcome = await run('exits', 'exports.handler = async () => process.exit(3);');
    expect(outcome).toEqual({
      kind: 'failed',
      error: 'Runtime.ExitError',
      message: 'exits exited (3) without an answer',
    });
  });

  it('fails when it never answers, and is ended', async () => {
    const source = 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));';
    expect(await run('hangs', source, 1500)).toMatchObject({ kind: 'failed', error: 'Sandbox.Timedout' });
  });
});
