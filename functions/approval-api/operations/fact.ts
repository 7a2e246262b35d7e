import { keys } from '../../../core/incident/keys.ts';
import { purgeAt } from '../../../core/incident/step.ts';
import type { Write } from '../../../core/incident/table.ts';
import type { Identity } from '../../../core/approval/identity.ts';
import type { OperationDeps } from './operation.ts';

/**
 * The `AUDIT#` item of what a person did that moves no incident, to be written together with it. `what` tells it from
 * others of this moment.
 */
export const operatorFact = (
  { versions }: Pick<OperationDeps, 'versions'>,
  { method, person }: Identity,
  at: Date,
  fact: string,
  what: string,
  more: Readonly<Record<string, unknown>>,
): Write => {
  const text = at.toISOString();
  return {
    kind: 'create',
    item: {
      ...keys.audit(text.slice(0, 13), `${text}#${fact}#${what}`),
      fact,
      by: 'approval-api',
      at: text,
      person: person.id,
      method,
      ...more,
      versions,
      purgeAt: purgeAt(at),
    },
  };
};
