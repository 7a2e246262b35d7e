import * as z from 'zod';
import { readAudit } from '../../../core/audit/read.ts';
import { readRecord } from '../../../core/audit/chain.ts';
import { isAtRest } from '../../../local/run/at-rest.ts';
import type { MakeInvariant } from './invariant.ts';

const Batch = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }) }) }) })),
});

/** Incidents whose records the auditor gave up: each lies in a queue that has an alarm. */
const givenUp = (event: unknown): string[] =>
  (Batch.safeParse(event).data?.Records ?? []).map(({ dynamodb }) => dynamodb.Keys.pk.S.replace('INCIDENT#', ''));

/**
 * After a restore: where the trail and the table tell two stories somebody is told of it, for the auditor overwrites
 * nothing and gives up loudly; and every incident comes to rest.
 */
export const shown: MakeInvariant = ({ ledger, ports }) => ({
  end: async ({ deadLetters }) => {
    const told = new Set(deadLetters.flatMap((letter) => (letter.function === 'auditor' ? givenUp(letter.event) : [])));
    const { chains } = await readAudit(ports().auditStore);
    const problems: string[] = [];
    for (const { id, status } of ledger.incidents.values()) {
      if (!isAtRest(status)) problems.push(`${id} is ${status} after the restore, and nothing moves it`);
      const records = (chains.get(id) ?? []).map(({ body }) => readRecord(body));
      const differs = ledger.log(id).some(({ to, at }, index) => {
        const record = records[index];
        return record === undefined || record.what['to'] !== to || record.when !== at;
      });
      if (differs && !told.has(id)) problems.push(`the audit hides that the table tells another story of ${id}`);
    }
    return problems;
  },
});
