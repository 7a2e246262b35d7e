import { randomUUID } from 'node:crypto';
import type { Roster } from '../../core/policy/roster.ts';
import type { Front } from '../gateway/front.ts';
import { gateway } from '../gateway/gateway.ts';
import { type LocalPerson, localPeople } from '../gateway/people.ts';
import { switchCalls } from '../gateway/switch-calls.ts';
import type { LocalPorts } from '../ports.ts';

/** The names of an embedded stack, where a deployed one has those of its template. */
export const embedded = {
  stack: 'embedded',
  region: 'local',
  tableName: 'sovereign-ops',
  switchPath: '/sovereign-ops/embedded',
} as const;

export type Operators = { people: readonly LocalPerson[]; front: Front };

/** The people of a run with credentials, and the front that knows them. People sign by the time of the machine. */
export const operatorsOf = (
  roster: Roster,
  ports: () => Pick<LocalPorts, 'switches'>,
  now: () => Date = () => new Date(),
): Operators => {
  const people = localPeople(roster);
  const { tableName, switchPath: path } = embedded;
  const tableId = randomUUID();
  const aws = (target: string, body: string) =>
    switchCalls({ tableName, tableId, path, switches: ports().switches })(target, body);
  return { people, front: gateway({ people, aws, now }) };
};
