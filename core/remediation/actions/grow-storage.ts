import * as z from 'zod';
import { defineAction } from '../action.ts';
import { awsAsCode, databaseInstance } from '../as-code/aws.ts';
import { PreconditionFailed } from '../errors.ts';
import { onlyField } from '../only-field.ts';
import { leastGrowthPercent, mostStorageGiB, repeatedIops, stripedFrom } from '../rds/allocated-storage.ts';
import {
  DatabaseName,
  databasePermissions,
  databaseTarget,
  describeDatabase,
  notReady,
  settlingDatabase,
  stillReady,
} from '../rds/database-instance.ts';

const Parameters = z.strictObject({
  instance: DatabaseName,
  storage: z.strictObject({
    percent: z.int().min(leastGrowthPercent).max(100).describe('By how much the storage grows, in percent.'),
    atMost: z.int().min(20).max(mostStorageGiB).describe('The storage is never more than this, in GiB.'),
  }),
});

const field = 'storageGiB';
/** An instance that stopped writing for want of storage is what this is for; RDS grows it, too. */
const ready = ['available', 'storage-full'];

const grown = (storage: number, percent: number): number => Math.ceil((storage * (100 + percent)) / 100);

/**
 * Grows the storage of an RDS instance, which works on while it is done. It can never shrink again: `irreversible`. RDS
 * refuses it for six hours after the last change of storage; until then the change fails and nothing is changed.
 */
export const growStorage = defineAction({
  id: 'grow-storage',
  title: 'Grow the storage of a database instance',
  provider: 'rds',
  undo: 'irreversible',
  parameters: Parameters,
  example: {
    parameters: { instance: 'orders-db', storage: { percent: 50, atMost: 400 } },
    state: { storageGiB: 100, engine: 'postgres', status: 'available', pending: null },
  },
  target: databaseTarget,
  // Holds for the size that is there and for the one that is asked for, whichever of them IAM looks at.
  permissions: (p, place) =>
    databasePermissions(p, place, {
      NumericLessThanEqualsIfExists: { 'rds:StorageSize': String(p.storage.atMost) },
    }),
  describe: describeDatabase,
  settling: (_p, state) => settlingDatabase(field, state),

  plan({ storage: { percent, atMost } }, state) {
    const { storageGiB: before, engine } = state;
    if (typeof before !== 'number' || typeof engine !== 'string') {
      return { kind: 'impossible', reason: 'the storage of the instance is not known' };
    }
    if (engine.startsWith('aurora')) {
      return { kind: 'impossible', reason: `the storage of ${engine} grows by itself` };
    }
    const reason = notReady(state, ready);
    if (reason !== undefined) return { kind: 'impossible', reason };
    const after = Math.min(grown(before, percent), atMost);
    if (after < grown(before, leastGrowthPercent)) {
      return {
        kind: 'impossible',
        reason: `${before} GiB may not grow by ${leastGrowthPercent} %, the least that RDS does, within ${atMost} GiB`,
      };
    }
    const striped = stripedFrom(engine);
    return before < striped && after >= striped
      ? { kind: 'impossible', reason: `from ${before} to ${after} GiB, past ${striped}, RDS copies all data for hours` }
      : { kind: 'planned', touched: [{ path: field, before, after }] };
  },

  asCode: (p, touched) => awsAsCode(databaseInstance, databaseTarget(p), touched),

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, field);
    if (typeof before !== 'number' || typeof after !== 'number' || after <= before) {
      throw new PreconditionFailed(`storage never shrinks: ${String(before)} GiB, asked for ${String(after)}`);
    }
    const live = await stillReady(p, write, field, before, ready);
    await write.modify(p.instance, { storageGiB: after, ...repeatedIops(live) });
  },
});
