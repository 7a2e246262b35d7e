import { describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { statuses, terminal, transitions } from '../../core/incident/lifecycle.ts';
import { allStatements } from './statements.ts';
import { itemStatements, maySearch, mayTouch, opened, partitionsOf, readActions } from './table-access.ts';
import { functionNames, refersTo } from './template.ts';

/** Who may put items into a partition: the owner list of the design. */
const owners: [string, string, string[]][] = [
  ['INCIDENT#', keys.incident('inc-1').pk, functionNames.filter((name) => name !== 'auditor')],
  ['EVIDENCE#', keys.evidence('inc-1').pk, ['analyzer']],
  ['DIAGNOSIS#', keys.diagnosis('inc-1').pk, ['analyzer']],
  ['PROPOSAL#', keys.proposal('inc-1').pk, ['proposer']],
  ['APPROVAL#', keys.approval('a1').pk, ['notifier', 'approval-api', 'timekeeper']],
  ['EXECUTION#', keys.execution('inc-1').pk, ['executor', 'rollback']],
  ['EXECUTION#HOUR', keys.recentActions().pk, ['executor', 'rollback']],
  ['VALIDATION#', keys.validation('inc-1').pk, ['validator']],
  ['KNOWLEDGE#', keys.report('inc-1').pk, ['notifier']],
  ['KNOWLEDGE#RUNBOOK#', keys.learnt('eks-oomkilled', 'inc-1').pk, ['notifier']],
  ['CORRELATION#', keys.correlation('checkout').pk, ['alarm-handler']],
  ['CIRCUIT#', keys.circuit('global').pk, ['approval-api', 'executor', 'validator', 'rollback', 'timekeeper']],
  ['LEASE#', keys.lease('Deployment/checkout/payments-api').pk, ['executor']],
  ['BUDGET#', keys.modelSpent().pk, ['analyzer']],
  [
    'AUDIT#',
    keys.audit('2026-11-20T10', 'a1').pk,
    ['alarm-handler', 'analyzer', 'approval-api', 'executor', 'rollback'],
  ],
  ['IDEMPOTENCY#alarm-handler', 'IDEMPOTENCY#alarm-handler', ['alarm-handler']],
  ['IDEMPOTENCY#analyzer', 'IDEMPOTENCY#analyzer', ['analyzer']],
  ['IDEMPOTENCY#notifier', 'IDEMPOTENCY#notifier', ['notifier']],
];

type Reads = Partial<Record<(typeof readActions)[number], string[]>>;
/** What each function reads: one item, several by one request, a list. Nothing more is open to it. */
const reads: [string, Reads][] = [
  ['alarm-handler', { GetItem: ['INCIDENT#*', 'CORRELATION#*', 'IDEMPOTENCY#alarm-handler'] }],
  [
    'analyzer',
    {
      GetItem: ['INCIDENT#*', 'IDEMPOTENCY#analyzer'],
      BatchGetItem: ['BUDGET#*'],
      Query: ['KNOWLEDGE#RUNBOOK#*'],
    },
  ],
  ['proposer', { GetItem: ['INCIDENT#*'], BatchGetItem: ['EVIDENCE#*', 'DIAGNOSIS#*', 'EXECUTION#HOUR'] }],
  [
    'notifier',
    {
      GetItem: ['INCIDENT#*', 'PROPOSAL#*', 'APPROVAL#*', 'IDEMPOTENCY#notifier'],
      BatchGetItem: ['EVIDENCE#*', 'DIAGNOSIS#*', 'PROPOSAL#*', 'APPROVAL#*', 'VALIDATION#*'],
      Query: ['INCIDENT#*', 'APPROVAL#*', 'EXECUTION#*'],
    },
  ],
  [
    'approval-api',
    {
      BatchGetItem: [
        'INCIDENT#*',
        'EVIDENCE#*',
        'DIAGNOSIS#*',
        'PROPOSAL#*',
        'VALIDATION#*',
        'APPROVAL#*',
        'CIRCUIT#*',
      ],
      Query: ['INCIDENT#*', 'APPROVAL#*', 'EXECUTION#*'],
    },
  ],
  [
    'executor',
    {
      GetItem: ['INCIDENT#*', 'PROPOSAL#*', 'EXECUTION#*'],
      BatchGetItem: ['CIRCUIT#*', 'EXECUTION#*', 'LEASE#*'],
      Query: ['APPROVAL#*'],
    },
  ],
  ['validator', { GetItem: ['INCIDENT#*'], BatchGetItem: ['PROPOSAL#*', 'EXECUTION#*', 'CIRCUIT#*'] }],
  ['rollback', { GetItem: ['INCIDENT#*', 'PROPOSAL#*', 'EXECUTION#*'], Query: ['APPROVAL#*'] }],
  ['timekeeper', { GetItem: ['INCIDENT#*', 'APPROVAL#*'], BatchGetItem: ['CIRCUIT#*'] }],
  ['auditor', {}],
];

describe('the partitions of the table', () => {
  it.each(reads)('that %s reads are open to it, one way each, and no others', (name, expected) => {
    for (const action of readActions) {
      expect(opened(name, action).toSorted(), action).toEqual((expected[action] ?? []).toSorted());
    }
  });

  it('are read together only where one statement opens them all', () => {
    expect(mayTouch('validator', 'BatchGetItem', 'PROPOSAL#1', 'EXECUTION#1')).toBe(true);
    expect(mayTouch('validator', 'BatchGetItem', 'PROPOSAL#1', 'INCIDENT#1')).toBe(false);
  });

  it('are read by functions that are all listed', () => {
    expect(reads.map(([name]) => name).toSorted()).toEqual(functionNames.toSorted());
  });

  it.each(owners)('%s is written by its owners only', (_prefix, partition, expected) => {
    expect(functionNames.filter((name) => mayTouch(name, 'PutItem', partition)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  it('are all in the owner list', () => {
    const listed = owners.map(([prefix]) => prefix);
    const open = functionNames
      .flatMap(itemStatements)
      .flatMap(partitionsOf)
      .map((like) => like.replace('*', ''));
    expect([...new Set(open)].filter((prefix) => !listed.includes(prefix)).toSorted()).toEqual(
      ['WAITING', ...statuses].toSorted(),
    );
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
    expect(functionNames.filter((name) => readActions.some((action) => mayTouch(name, action, 'AUDIT#1')))).toEqual([]);
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

  it('are searched by deadline by the timekeeper, by status by approval-api, and by nobody else', () => {
    const searching = functionNames.filter((name) =>
      itemStatements(name).some((statement) => refersTo(statement.Resource) !== 'Table'),
    );
    expect(searching.toSorted()).toEqual(['approval-api', 'timekeeper']);
    expect(functionNames.filter((name) => maySearch(name, 'by-deadline', 'WAITING'))).toEqual(['timekeeper']);
    for (const status of statuses) {
      expect(
        functionNames.filter((name) => maySearch(name, 'by-status', status)),
        status,
      ).toEqual(['approval-api']);
    }
  });

  it('are opened by no statement outside the functions', () => {
    const others = allStatements.filter(
      ({ owner, Effect, Action }) =>
        Effect === 'Allow' &&
        Action.some((one) => /^dynamodb:(GetItem|BatchGetItem|Query|Scan|PutItem)/.test(one)) &&
        owner.Type !== 'AWS::IAM::RolePolicy',
    );
    expect(others.map(({ owner }) => owner.id)).toEqual(['DynamoDbEndpoint']);
  });
});
