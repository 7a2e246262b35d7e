import * as z from 'zod';
import { keys } from '../../../core/incident/keys.ts';
import type { Write } from '../../../core/incident/table.ts';
import { wellFormed } from '../../../core/incident/text.ts';
import { Circuit } from '../../../core/remediation/circuit.ts';
import { operatorFact } from './fact.ts';
import { reason } from './fields.ts';
import { busy, operation, outcome } from './operation.ts';
import { notAnAdmin } from '../../../core/approval/operator.ts';

/** `global`, or a resource as `kind/namespace/name`; it becomes part of sort keys, of which DynamoDB takes 1,024 bytes. */
const scope = z
  .string()
  .min(1)
  .max(900)
  .transform(wellFormed)
  .refine((text) => Buffer.byteLength(text) <= 900, 'expected at most 900 bytes');
const Body = z.strictObject({ scope, reason });

const closed = (scope: string, { openedAt: _openedAt, ...circuit }: Circuit): Write => ({
  kind: 'replace',
  item: { ...keys.circuit(scope), ...circuit, open: false, failures: 0, version: circuit.version + 1 },
  // Every outcome that is counted, and every closing, makes it another version.
  when: [{ attribute: 'version', is: 'equal', value: circuit.version }],
});

/** Closes one circuit, together with the audit fact that says who did it and why. The count of failures begins anew. */
export const closeCircuit = operation(Body, async (deps, who, { scope, reason: why }) => {
  const denied = notAnAdmin(deps.policy, who, 'closing a circuit');
  if (denied !== undefined) return outcome('not-permitted', denied);
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const [item] = await deps.table.getAll([keys.circuit(scope)]);
    const circuit = item === undefined ? undefined : Circuit.parse(item);
    if (circuit?.open !== true) return outcome('already', 'this circuit is closed');
    const fact = operatorFact(deps, who, deps.now(), 'circuit_closed', `${scope}#${circuit.version}`, {
      scope,
      reason: why,
      failures: circuit.failures,
      ...(circuit.lastIncident === undefined ? {} : { lastIncident: circuit.lastIncident }),
    });
    if ((await deps.table.transact([closed(scope, circuit), fact])).kind === 'committed') {
      deps.log.info('circuit closed', { scope, person: who.person.id });
      deps.meter.count('CircuitClosed');
      return outcome('done', `the circuit ${scope} is closed after ${circuit.failures} failures`);
    }
  }
  return busy();
});
