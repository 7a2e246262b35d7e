import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { functionEnvironment } from './invoke/environment.ts';
import { readEventFile } from './invoke/event.ts';
import { runFunction } from './invoke/run.ts';
import { readTemplateFile } from './template/read-file.ts';

// `npm run invoke -- <function> <event.json>`: result on stdout, log on stderr; exit 0, 1 it failed, 2 bad input.
// This file runs as dist/local/invoke.js.
const root = fileURLToPath(new URL('../..', import.meta.url));

const builtFunctions = (): string[] => {
  const folder = join(root, 'dist/functions');
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
};

const usage = `npm run invoke -- <function> <event.json>     one built function on one event, as sam local invoke would

  <function>       a folder of functions/
  <event.json>     a recorded event: events/README.md lists them
  --help           this page

The result is on stdout, the log on stderr. It calls AWS_ENDPOINT_URL with dummy credentials, and never an account.
Exit: 0 the function answered, 1 it failed, 2 bad input.
`;

const wrong = (message: string): 2 => {
  process.stderr.write(`invoke: ${message}\n`);
  return 2;
};

/** How a function fails when AWS does not answer, or refuses the dummy credentials it is given here. */
const awsErrors: readonly string[] = ['ServiceUnavailable', 'NotPermitted', 'IdempotencyPersistenceLayerError'];

const hint = (error: string, environment: Readonly<Record<string, string>>): string =>
  awsErrors.includes(error) && !Object.keys(environment).some((name) => name.startsWith('AWS_ENDPOINT_URL'))
    ? '; it calls AWS: set AWS_ENDPOINT_URL to an emulator'
    : '';

const main = async ([name, file, ...more]: string[]): Promise<0 | 1 | 2> => {
  if (name === '--help') {
    process.stdout.write(usage);
    return 0;
  }
  if (name === undefined || file === undefined || more.length > 0) {
    return wrong('expected two arguments, <function> <event.json> (--help shows them)');
  }
  const known = builtFunctions();
  if (!known.includes(name)) return wrong(`no function "${name}"; expected one of: ${known.join(', ')}`);
  const event = readEventFile(file);
  if (event.kind === 'wrong') return wrong(event.message);

  const read = readTemplateFile(root);
  if (read.kind === 'wrong') return wrong(read.message);
  const model = read.template.functions.find((one) => one.name === name);
  if (model === undefined) return wrong(`template.yaml has no function for functions/${name}`);
  const place = { name, taskRoot: join(root, 'dist/functions', name), policyDir: join(root, 'dist/layer/policy') };
  const environment = functionEnvironment(place, model.environment, process.env);
  const outcome = await runFunction({ root, name, event: event.text, environment, timeoutMs: 60_000 });
  if (outcome.kind === 'failed') {
    process.stderr.write(
      `invoke: ${name} failed: ${outcome.error}: ${outcome.message}${hint(outcome.error, environment)}\n`,
    );
    return 1;
  }
  process.stdout.write(`${outcome.body}\n`);
  return 0;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`invoke: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
