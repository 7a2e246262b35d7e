import * as z from 'zod';
import type { AuditRecord } from '../../core/audit/record.ts';

const Claimed = z.object({
  fact: z.literal('claimed'),
  idempotencyKey: z.string(),
  provider: z.string(),
  action: z.string(),
  target: z.object({ kind: z.string(), name: z.string() }),
  won: z.boolean(),
});
const Called = z.object({ fact: z.literal('called'), idempotencyKey: z.string(), status: z.string() });

/** A mutating call as the trail says it was made: between the claim that was won and what was seen afterwards. */
export type MadeCall = {
  idempotencyKey: string;
  provider: string;
  action: string;
  target: string;
  from: Date;
  to: Date;
  status: string;
};

/** An invocation of executor or rollback ends within this time; a call that nobody could say the end of was made in it. */
const longestMs = 60_000;

/** The mutating calls of an incident, from its facts. */
export const callsOf = (records: readonly AuditRecord[]): MadeCall[] =>
  records.flatMap(({ what, when }): MadeCall[] => {
    const { data: claim } = Claimed.safeParse(what);
    if (claim?.won !== true) return [];
    const end = records.find(
      (record) => record.when >= when && Called.safeParse(record.what).data?.idempotencyKey === claim.idempotencyKey,
    );
    const from = new Date(when);
    return [
      {
        idempotencyKey: claim.idempotencyKey,
        provider: claim.provider,
        action: claim.action,
        target: `${claim.target.kind} ${claim.target.name}`,
        from,
        to: end === undefined ? new Date(from.getTime() + longestMs) : new Date(end.when),
        status: Called.safeParse(end?.what).data?.status ?? 'its end is not recorded',
      },
    ];
  });
