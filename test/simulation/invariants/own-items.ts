import type { Key } from '../../../core/incident/table.ts';
import type { Invocation, MakeInvariant } from './invariant.ts';

/** Who writes below a prefix; `INCIDENT#` and `AUDIT#` are everybody's. A lease is given back by whoever ends the incident. */
const owners: Readonly<Record<string, readonly string[]>> = {
  EVIDENCE: ['analyzer'],
  DIAGNOSIS: ['analyzer'],
  'BUDGET#MODEL': ['analyzer'],
  'BUDGET#NOTICES': ['notifier'],
  PROPOSAL: ['proposer'],
  APPROVAL: ['notifier', 'approval-api', 'timekeeper'],
  EXECUTION: ['executor', 'rollback'],
  VALIDATION: ['validator'],
  KNOWLEDGE: ['notifier', 'timekeeper'],
  'BUDGET#MCP': ['mcp'],
  CORRELATION: ['alarm-handler', 'mcp'],
  CIRCUIT: ['executor', 'validator', 'rollback', 'timekeeper', 'approval-api'],
};

/** The executor takes a lease, and whoever reopens an incident takes its own again. */
const takers: ReadonlySet<string> = new Set(['executor', 'approval-api', 'mcp']);

/** These do one step of the one incident that their event names. */
const oneIncident: ReadonlySet<string> = new Set([
  'analyzer',
  'proposer',
  'notifier',
  'executor',
  'validator',
  'rollback',
]);

const incidentIn = ({ pk, sk }: Key): string | undefined => /inc-[0-9a-z-]+/.exec(`${pk} ${sk}`)?.[0];

const problem = (key: Key, isGone: boolean, { function: name, incidentId }: Invocation): string | undefined => {
  const prefix = /^(BUDGET#)?[A-Z]+/.exec(key.pk)?.[0] ?? key.pk;
  if (name === 'auditor') return 'written by the auditor';
  if (owners[prefix]?.includes(name) === false) return `written by ${name}`;
  if (prefix === 'LEASE' && !isGone && !takers.has(name)) return `taken by ${name}`;
  const about = incidentIn(key);
  const foreign = oneIncident.has(name) && about !== undefined && incidentId !== undefined && about !== incidentId;
  return foreign ? `written by a run of ${name} for ${incidentId}` : undefined;
};

/** Each function writes where it may and nothing of an incident that its run is not about. */
export const ownItems: MakeInvariant = () => ({
  transaction: ({ written, by }) =>
    by === undefined
      ? []
      : written.flatMap(({ key, item }) => {
          const found = problem(key, item === undefined, by);
          return found === undefined ? [] : [`${key.pk} ${key.sk} was ${found}`];
        }),
});
