import { readAudit } from '../../../core/audit/read.ts';
import { readRecord } from '../../../core/audit/chain.ts';
import { isAtRest } from '../../../local/run/at-rest.ts';
import { givenUp } from './given-up.ts';
import type { MakeInvariant } from './invariant.ts';

/**
 * After a restore: where the trail and the table tell two stories somebody is told of it, for the auditor overwrites
 * nothing and gives up loudly; and every incident comes to rest.
 */
export const shown: MakeInvariant = ({ ledger, ports }) => ({
  end: async ({ deadLetters }) => {
    const told = [...givenUp(deadLetters)];
    const { chains } = await readAudit(ports().auditStore);
    const problems: string[] = [];
    for (const { id, status } of ledger.incidents.values()) {
      if (!isAtRest(status)) problems.push(`${id} is ${status} after the restore, and nothing moves it`);
      const records = (chains.get(id) ?? []).map(({ body }) => readRecord(body));
      const differs = ledger.log(id).some(({ to, at }, index) => {
        const record = records[index];
        return record === undefined || record.what['to'] !== to || record.when !== at;
      });
      if (differs && !told.some((key) => key.startsWith(`INCIDENT#${id} `)))
        problems.push(`the audit hides that the table tells another story of ${id}`);
    }
    return problems;
  },
});
