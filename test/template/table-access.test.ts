import { describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { statuses, terminal, transitions } from '../../core/incident/lifecycle.ts';
import { allStatements } from './statements.ts';
import { itemStatements, mayTouch, partitionsOf } from './table-access.ts';
import { functionNames, refersTo } from './template.ts';

/** Who may put items into a partition: the owner list of the design. */
const owners: [string, string, string[]][] = [
  ['INCIDENT#', keys.incident('inc-1').pk, functionNames.filter((name) => name !== 'auditor')],
  ['EVIDENCE#', keys.evidence('inc-1').pk, ['analyzer']],
  ['DIAGNOSIS#', keys.diagnosis('inc-1').pk, ['analyzer']],
  ['PROPOSAL#', keys.proposal('inc-1').pk, ['proposer']],
  ['APPROVAL#', keys.approval('a1').pk, ['notifier', 'approval-api', 'timekeeper']],
  ['EXECUTION#', keys.execution('inc-1').pk, ['executor', 'rollback']],
  ['VALIDATION#', keys.validation('inc-1').pk, ['validator']],
  ['KNOWLEDGE#', keys.knowledge('oom_killed', 'inc-1').pk, ['notifier']],
  ['CORRELATION#', keys.correlation('checkout').pk, ['alarm-handler']],
  ['CIRCUIT#', keys.circuit('global').pk, ['approval-api', 'executor', 'validator', 'rollback', 'timekeeper']],
  ['LEASE#', keys.lease('Deployment/checkout/payments-api').pk, ['executor']],
  [
    'AUDIT#',
    keys.audit('2026-11-20T10', 'a1').pk,
    ['alarm-handler', 'analyzer', 'approval-api', 'executor', 'rollback'],
  ],
  ['IDEMPOTENCY#alarm-handler', 'IDEMPOTENCY#alarm-handler', ['alarm-handler']],
  ['IDEMPOTENCY#analyzer', 'IDEMPOTENCY#analyzer', ['analyzer']],
  ['IDEMPOTENCY#notifier', 'IDEMPOTENCY#notifier', ['notifier']],
];

describe('the partitions of the table', () => {
  it.each(owners)('%s is written by its owners only', (_prefix, partition, expected) => {
    expect(functionNames.filter((name) => mayTouch(name, 'PutItem', partition)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  it('are all in the owner list', () => {
    const listed = owners.map(([prefix]) => prefix);
    const opened = functionNames
      .flatMap(itemStatements)
      .flatMap(partitionsOf)
      .map((like) => like.replace('*', ''));
    expect([...new Set(opened)].filter((prefix) => !listed.includes(prefix))).toEqual(['WAITING']);
  });

  it.each(functionNames)('%s names its partitions in every statement, and that they must be named', (name) => {
    for (const statement of itemStatements(name)) expect(partitionsOf(statement)).not.toContain('*');
  });

  it.each(functionNames)('%s never scans and never deletes history', (name) => {
    const actions = itemStatements(name).flatMap(({ Action }) => Action);
    expect(actions).not.toContain('dynamodb:Scan');
    for (const partition of ['INCIDENT#1', 'APPROVAL#1', 'EXECUTION#1', 'PROPOSAL#1', 'AUDIT#1', 'CIRCUIT#1']) {
      expect(mayTouch(name, 'DeleteItem', partition)).toBe(false);
    }
  });

  it('that hold audit facts are read by no function', () => {
    expect(
      functionNames.filter((name) => mayTouch(name, 'GetItem', 'AUDIT#1') || mayTouch(name, 'Query', 'AUDIT#1')),
    ).toEqual([]);
  });

  it('that hold leases are emptied by whoever ends an incident that has them', () => {
    const after = new Set<string>(['executing']);
    for (const _ of statuses)
      for (const { from, to } of transitions) if (from !== null && after.has(from)) after.add(to);
    const ending = transitions
      .filter(({ from, to }) => terminal.has(to) && from !== null && after.has(from))
      .map(({ by }) => by);
    const releasing = functionNames.filter((name) => mayTouch(name, 'DeleteItem', 'LEASE#1'));
    expect(releasing.toSorted()).toEqual([...new Set(ending)].toSorted());
  });

  it('are out of reach of the auditor, who reads the stream', () => {
    expect(itemStatements('auditor')).toEqual([]);
  });

  it('are searched by deadline by the timekeeper only', () => {
    const searching = functionNames.filter((name) =>
      itemStatements(name).some((statement) => refersTo(statement.Resource) !== 'Table'),
    );
    expect(searching).toEqual(['timekeeper']);
  });

  it('are opened by no statement outside the functions', () => {
    const others = allStatements.filter(
      ({ owner, Effect, Action }) =>
        Effect === 'Allow' &&
        Action.some((one) => /^dynamodb:(GetItem|Query|Scan|PutItem)/.test(one)) &&
        owner.Type !== 'AWS::IAM::RolePolicy',
    );
    expect(others.map(({ owner }) => owner.id)).toEqual(['DynamoDbEndpoint']);
  });
});
