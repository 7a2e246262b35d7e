import { readStackFile } from '../run/stack-file.ts';
import { Failed } from './failed.ts';
import type { Target } from './target.ts';

const start = 'start one with npm start -- --keep, or name a deployed one with --stack';

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** The stack of `npm start` on this machine, as this person of its roster, or as the first who may decide. */
export const embeddedTarget = (stackFile: string, as: string | undefined): Target => {
  const read = readStackFile(stackFile);
  if (read.kind === 'none') throw new Failed(2, `no stack runs on this machine: ${start}`);
  if (read.kind === 'wrong') throw new Failed(2, read.message);
  const { people, url, region, tableName, switchPath, pid, startedAt, scenario } = read.running;
  if (!runs(pid)) {
    throw new Failed(2, `the stack that played ${scenario} since ${startedAt} was broken off: ${start}`);
  }
  const person =
    as === undefined ? (people.find(({ role }) => role !== 'viewer') ?? people[0]) : people.find(({ id }) => id === as);
  if (person === undefined) {
    const known = people.map(({ id }) => id).join(', ');
    throw new Failed(2, `--as ${as ?? ''}: nobody of the roster with an ARN; expected one of: ${known}`);
  }
  const { accessKeyId, secretAccessKey } = person;
  const credentials = async () => ({ accessKeyId, secretAccessKey });
  return {
    heading: `stack on this machine (${scenario}), as ${person.id} (${person.name}, ${person.role})`,
    url,
    region,
    credentials,
    switches: { tableName, path: switchPath, aws: { region, credentials, endpoint: url } },
  };
};
