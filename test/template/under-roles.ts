import { AsyncLocalStorage } from 'node:async_hooks';
import type { Table, Write } from '../../core/incident/table.ts';
import type { Handler } from '../../local/engine/types.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { mayCall } from './calls.ts';
import { type TableAction, tableAccess } from './table-access.ts';

/** Which function is running: ports are shared, so they cannot know by themselves. */
const running = new AsyncLocalStorage<string>();
export const runAs =
  (name: string, handler: Handler): Handler =>
  (event) =>
    running.run(name, () => handler(event));

/** What each kind of write is in a DynamoDB transaction: core/aws/expressions.ts. */
const actionOf = { create: 'PutItem', replace: 'PutItem', delete: 'DeleteItem', check: 'ConditionCheckItem' } as const;
const partitionOf = (write: Write): string => ('item' in write ? write.item.pk : write.key.pk);
/** What Powertools does to keep one idempotency record. */
const onceActions = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] as const;

/** The local ports, which allow everything, under the roles of the template: what IAM would refuse goes into `refused`. */
export const underRoles = (ports: LocalPorts, refused: Set<string>, access = tableAccess()): LocalPorts => {
  const { mayTouch, maySearch } = access;
  const note = (allowed: (name: string) => boolean, what: string): void => {
    const name = running.getStore();
    if (name !== undefined && !allowed(name)) refused.add(`${name} may not ${what}`);
  };
  const touch = (action: TableAction, ...partitions: string[]): void =>
    note(
      (name) => mayTouch(name, action, ...partitions),
      `${action} ${partitions.map((one) => one.replace(/#.*/, '#')).join(', ')}`,
    );
  const search = (index: string, partition: string): void =>
    note((name) => maySearch(name, index, partition), `search ${index}`);

  const { table } = ports;
  const guarded: Table = {
    get(key) {
      touch('GetItem', key.pk);
      return table.get(key);
    },
    getAll(keys) {
      touch('BatchGetItem', ...keys.map(({ pk }) => pk));
      return table.getAll(keys);
    },
    list(pk, prefix) {
      touch('Query', pk);
      return table.list(pk, prefix);
    },
    newest(pk, limit) {
      touch('Query', pk);
      return table.newest(pk, limit);
    },
    due(at, limit) {
      search('by-deadline', 'WAITING');
      return table.due(at, limit);
    },
    byStatus(status, limit) {
      search('by-status', status);
      return table.byStatus(status, limit);
    },
    transact(writes) {
      for (const write of writes) touch(actionOf[write.kind], partitionOf(write));
      return table.transact(writes);
    },
  };
  const calls = <P extends object>(port: P, call: string): P =>
    new Proxy(port, {
      get(target, property, receiver): unknown {
        note((name) => mayCall(name, call), call);
        return Reflect.get(target, property, receiver);
      },
    });
  return {
    ...ports,
    table: guarded,
    once(key, effect) {
      for (const action of onceActions) note((name) => mayTouch(name, action, `IDEMPOTENCY#${name}`), action);
      return ports.once(key, effect);
    },
    metrics: calls(ports.metrics, 'cloudwatch:GetMetricData'),
    alarms: calls(ports.alarms, 'cloudwatch:DescribeAlarms'),
    alarmHistory: calls(ports.alarmHistory, 'cloudwatch:DescribeAlarmHistory'),
    logs: calls(ports.logs, 'logs:FilterLogEvents'),
    notices: calls(ports.notices, 'sns:Publish'),
    claims: calls(ports.claims, 's3:PutObject'),
    auditStore: calls(ports.auditStore, 's3:PutObject'),
    auditTrail: calls(ports.auditTrail, 's3:ListBucket'),
    switches: calls(ports.switches, 'ssm:GetParameters'),
    session: calls(ports.session, 'sts:AssumeRole'),
    linkGenerator: calls(ports.linkGenerator, 'LinkKey kms:GenerateMac'),
    linkVerifier: calls(ports.linkVerifier, 'LinkKey kms:VerifyMac'),
    proofGenerator: calls(ports.proofGenerator, 'ProofKey kms:GenerateMac'),
    proofVerifier: calls(ports.proofVerifier, 'ProofKey kms:VerifyMac'),
    signer: calls(ports.signer, 'SigningKey kms:Sign'),
  };
};
