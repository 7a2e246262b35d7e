import * as z from 'zod';
import { defineAction } from '../action.ts';
import { awsAsCode, databaseInstance } from '../as-code/aws.ts';
import { PreconditionFailed } from '../errors.ts';
import { onlyField } from '../only-field.ts';
import {
  DatabaseName,
  databasePermissions,
  databaseTarget,
  describeDatabase,
  notReady,
  settlingDatabase,
  stillReady,
} from '../rds/database-instance.ts';
import { notNextSize } from '../rds/instance-class.ts';

const Parameters = z.strictObject({
  instance: DatabaseName,
  to: z
    .string()
    .regex(/^db\.[a-z0-9-]+\.[a-z0-9]+$/)
    .describe('The new class, such as `db.r6g.xlarge`: the next size up or down of the same family.'),
});

const field = 'instanceClass';
const ready = ['available'];

/**
 * Gives an RDS instance the next size up or down of its family, at once. RDS takes minutes for it. No IAM condition: what
 * `rds:DatabaseClass` holds for a modification, the old class or the new one, is not documented, and undo needs both.
 */
export const setInstanceClass = defineAction({
  id: 'set-instance-class',
  title: 'Set the class of a database instance',
  provider: 'rds',
  undo: 'restore',
  disrupts: 'the instance restarts and is away for a minute or more',
  parameters: Parameters,
  example: {
    parameters: { instance: 'orders-db', to: 'db.r6g.xlarge' },
    state: { instanceClass: 'db.r6g.large', status: 'available', pending: null },
  },
  target: databaseTarget,
  measure: () => 'switch',
  permissions: (p, place) => databasePermissions(p, place),
  describe: describeDatabase,
  settling: (_p, state) => settlingDatabase(field, state),

  plan(p, state) {
    const before = state[field];
    if (typeof before !== 'string') return { kind: 'impossible', reason: 'the class of the instance is not known' };
    const reason = notReady(state, ready) ?? notNextSize(before, p.to);
    return reason === undefined
      ? { kind: 'planned', touched: [{ path: field, before, after: p.to }] }
      : { kind: 'impossible', reason };
  },

  asCode: (p, touched) => awsAsCode(databaseInstance, databaseTarget(p), touched),

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, field);
    if (typeof after !== 'string') throw new PreconditionFailed(`${String(after)} is no instance class`);
    await stillReady(p, write, field, before, ready);
    await write.modify(p.instance, { instanceClass: after });
  },
});
