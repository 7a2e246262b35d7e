import { describe, expect, it } from 'vitest';
import { statuses, terminal, transitions } from '../../core/incident/lifecycle.ts';
import { emptiers, owners, reads } from './partitions.ts';
import { newResource, oneMore, statementAt } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { allStatementsOf } from './statements.ts';
import { maySearch, mayTouch, partitionsOf, readActions, tableAccess } from './table-access.ts';
import { functionNames, refersTo } from './template.ts';

const table = { 'Fn::GetAtt': ['Table', 'Arn'] };
const inPartition = (...likes: string[]) => ({
  Null: { 'dynamodb:LeadingKeys': 'false' },
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': likes },
});

/** What differs between two lists, in words. */
const differing = (what: string, is: readonly string[], expected: readonly string[]): string[] => [
  ...is.filter((one) => !expected.includes(one)).map((one) => `${what}: ${one} is too much`),
  ...expected.filter((one) => !is.includes(one)).map((one) => `${what}: ${one} is missing`),
];

const written: Proof = {
  promise: 'each partition of the table is written by its owners only',
  broken: (template) => {
    const { mayTouch: may } = tableAccess(template);
    return owners.flatMap(([prefix, partition, expected]) =>
      differing(
        prefix,
        functionNames.filter((name) => may(name, 'PutItem', partition)),
        expected,
      ),
    );
  },
};

const taken: Proof = {
  promise: 'nothing is taken out of a partition but what is no history',
  broken: (template) => {
    const { mayTouch: may, itemStatements: statements } = tableAccess(template);
    return [
      ...owners.flatMap(([prefix, partition]) =>
        differing(
          `deleting ${prefix}`,
          functionNames.filter((name) => may(name, 'DeleteItem', partition)),
          emptiers.get(prefix) ?? [],
        ),
      ),
      ...functionNames.flatMap((name) =>
        statements(name)
          .filter(({ Action }) => Action.includes('dynamodb:Scan'))
          .map(({ Sid }) => `${name} scans: ${Sid}`),
      ),
    ];
  },
};

const named: Proof = {
  promise: 'every statement about items names partitions, and demands that a request names one',
  broken: (template) => {
    const { itemStatements } = tableAccess(template);
    return functionNames.flatMap((name) =>
      itemStatements(name)
        .filter((statement) => partitionsOf(statement)?.every((like) => like !== '*' && like !== '') !== true)
        .map(({ Sid }) => `${name}: ${Sid} opens every partition`),
    );
  },
};

const read: Proof = {
  promise: 'each function reads the partitions it needs, one way each, and no others',
  broken: (template) => {
    const { opened } = tableAccess(template);
    return reads.flatMap(([name, expected]) =>
      readActions.flatMap((action) => differing(`${name} ${action}`, opened(name, action), expected[action] ?? [])),
    );
  },
};

const unopened: Proof = {
  promise: 'no statement outside the functions opens the table',
  broken: (template) =>
    allStatementsOf(template)
      .filter(
        ({ owner, Effect, Action }) =>
          Effect === 'Allow' &&
          Action.some((one) => /^dynamodb:(GetItem|BatchGetItem|Query|Scan|PutItem|UpdateItem|DeleteItem)/.test(one)) &&
          !['AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'].includes(owner.Type),
      )
      .map(({ owner }) => owner.id)
      .filter((id) => id !== 'DynamoDbEndpoint'),
};

proves(
  written,
  {
    fault: 'the analyzer, which may write approvals',
    patch: oneMore('AnalyzerPolicy', {
      Action: 'dynamodb:PutItem',
      Resource: table,
      Condition: inPartition('APPROVAL#*'),
    }),
    said: 'APPROVAL#: analyzer is too much',
  },
  {
    fault: 'an executor without its journal',
    patch: [{ op: 'remove', path: statementAt('ExecutorPolicy', 'KeepTheJournal') }],
    said: 'EXECUTION#: executor is missing',
  },
  {
    fault: 'a pattern that begins too early',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('NotifierPolicy', 'KeepWhatWasLearnt')}/Condition/ForAllValues:StringLike`,
        value: { 'dynamodb:LeadingKeys': ['*'] },
      },
    ],
    said: 'PROPOSAL#: notifier is too much',
  },
);

proves(taken, {
  fault: 'a validator that may delete steps',
  patch: oneMore('ValidatorPolicy', {
    Action: 'dynamodb:DeleteItem',
    Resource: table,
    Condition: inPartition('INCIDENT#*'),
  }),
  said: 'deleting INCIDENT#: validator is too much',
});

proves(
  named,
  {
    fault: 'keys that need not be named: the list is true of a request without any',
    patch: [{ op: 'remove', path: `${statementAt('ExecutorPolicy', 'TakeTheLeases')}/Condition/Null` }],
    said: 'executor: TakeTheLeases',
  },
  {
    fault: 'no list of keys',
    patch: [{ op: 'remove', path: `${statementAt('ProposerPolicy', 'MoveTheIncident')}/Condition` }],
    said: 'proposer: MoveTheIncident',
  },
);

proves(read, {
  fault: 'a proposer that reads who decided',
  patch: oneMore('ProposerPolicy', {
    Action: 'dynamodb:Query',
    Resource: table,
    Condition: inPartition('APPROVAL#*'),
  }),
  said: 'proposer Query: APPROVAL#* is too much',
});

proves(unopened, {
  fault: 'a bucket policy that is one of the table',
  patch: [
    newResource('Added', 'AWS::DynamoDB::ResourcePolicy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem' }] },
    }),
  ],
  said: 'Added',
});

describe('the partitions of the table', () => {
  it('are read together only where one statement opens them all', () => {
    expect(mayTouch('validator', 'BatchGetItem', 'PROPOSAL#1', 'EXECUTION#1')).toBe(true);
    expect(mayTouch('validator', 'BatchGetItem', 'PROPOSAL#1', 'INCIDENT#1')).toBe(false);
  });

  it('are read by functions that are all listed', () => {
    expect(reads.map(([name]) => name).toSorted()).toEqual(functionNames.toSorted());
  });

  const { itemStatements } = tableAccess();

  it('are all in the owner list', () => {
    const listed = owners.map(([prefix]) => prefix);
    const open = functionNames
      .flatMap(itemStatements)
      .flatMap((statement) => partitionsOf(statement) ?? [])
      .map((like) => like.replace('*', ''));
    expect([...new Set(open)].filter((prefix) => !listed.includes(prefix)).toSorted()).toEqual(
      ['WAITING', ...statuses].toSorted(),
    );
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

  it('are searched by deadline by the timekeeper, by status by approval-api and mcp and, where they end, by the timekeeper, and by nobody else', () => {
    const searching = functionNames.filter((name) =>
      itemStatements(name).some((statement) => refersTo(statement.Resource) !== 'Table'),
    );
    expect(searching.toSorted()).toEqual(['approval-api', 'mcp', 'timekeeper']);
    expect(functionNames.filter((name) => maySearch(name, 'by-deadline', 'WAITING'))).toEqual(['timekeeper']);
    for (const status of statuses) {
      expect(
        functionNames.filter((name) => maySearch(name, 'by-status', status)),
        status,
      ).toEqual(terminal.has(status) ? ['approval-api', 'timekeeper', 'mcp'] : ['approval-api', 'mcp']);
    }
  });
});
