import type { Command } from './command.ts';
import type { Api } from './api.ts';
import { columns } from './columns.ts';
import { Circuits, Outcome } from './documents.ts';
import { Failed } from './failed.ts';
import type { Result } from './result.ts';
import { between } from './words.ts';

/** The circuits of a stack, open ones first. */
export const showCircuits = async (api: Api): Promise<Result> => {
  const read = await api.operation('circuit', {}, Circuits);
  const rows = read.circuits
    .toSorted((a, b) => Number(b.open) - Number(a.open))
    .map(({ scope, open, failures, openedAt, lastIncident }) => [
      open ? 'OPEN' : 'closed',
      String(failures),
      openedAt === undefined ? '' : between(openedAt, read.now),
      scope,
      lastIncident ?? '',
    ]);
  return { code: 0, document: read, text: columns(['CIRCUIT', 'FAILURES', 'SINCE', 'SCOPE', 'LAST INCIDENT'], rows) };
};

type Close = Extract<Command, { kind: 'circuit-close' }>;

const scopesOf = async (api: Api, { scopes, all }: Close): Promise<readonly string[]> => {
  if (scopes.length > 0) return scopes;
  const open = (await api.operation('circuit', {}, Circuits)).circuits
    .filter((one) => one.open)
    .map(({ scope }) => scope);
  if (open.length === 0) throw new Failed(1, 'no circuit is open');
  if (open.length > 1 && !all) throw new Failed(2, `name one of ${open.join(', ')}, or give --all`);
  return open;
};

/** Closes the open circuit, those that are named, or all that are open. The first refusal ends it. */
export const closeCircuits = async (api: Api, command: Close): Promise<Result> => {
  const done: Outcome[] = [];
  for (const scope of await scopesOf(api, command)) {
    done.push(await api.operation('close-circuit', { scope, reason: command.reason }, Outcome));
  }
  return { code: 0, document: { outcomes: done }, text: done.map(({ message }) => `${message}\n`).join('') };
};
