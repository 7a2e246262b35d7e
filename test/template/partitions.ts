import { keys } from '../../core/incident/keys.ts';
import { functionNames } from './template.ts';

/** Who may put items into a partition: the owner list of the design. */
export const owners: [prefix: string, partition: string, names: string[]][] = [
  ['INCIDENT#', keys.incident('inc-1').pk, functionNames.filter((name) => name !== 'auditor')],
  ['EVIDENCE#', keys.evidence('inc-1').pk, ['analyzer']],
  ['DIAGNOSIS#', keys.diagnosis('inc-1').pk, ['analyzer']],
  ['PROPOSAL#', keys.proposal('inc-1').pk, ['proposer']],
  ['APPROVAL#', keys.approval('a1').pk, ['notifier', 'approval-api', 'timekeeper']],
  ['EXECUTION#', keys.execution('inc-1').pk, ['executor', 'rollback']],
  ['EXECUTION#HOUR', keys.recentActions().pk, ['executor', 'rollback']],
  ['VALIDATION#', keys.validation('inc-1').pk, ['validator']],
  ['KNOWLEDGE#', keys.report('inc-1').pk, ['notifier']],
  ['KNOWLEDGE#WEEKLY#', keys.weekly('2026-11-23').pk, ['notifier', 'timekeeper']],
  ['KNOWLEDGE#REPORT#', keys.report('inc-1').pk, ['notifier']],
  ['KNOWLEDGE#RUNBOOK#', keys.learnt('eks-oomkilled', 'inc-1').pk, ['notifier']],
  ['CORRELATION#', keys.correlation('checkout').pk, ['alarm-handler', 'mcp']],
  ['CORRELATION#inc-', keys.correlated('inc-1', '').pk, ['alarm-handler', 'mcp']],
  ['CIRCUIT#', keys.circuit('global').pk, ['approval-api', 'executor', 'validator', 'rollback', 'timekeeper']],
  ['LEASE#', keys.lease('Deployment/checkout/payments-api').pk, ['approval-api', 'executor', 'mcp']],
  ['BUDGET#MODEL', keys.modelSpent().pk, ['analyzer']],
  ['BUDGET#NOTICES#', keys.noticeGathered('2026-11-20T10', 'a').pk, ['notifier']],
  ['BUDGET#MCP#', keys.askedSlot('2026-11-20T10', 'alice', 0).pk, ['mcp']],
  [
    'AUDIT#',
    keys.audit('2026-11-20T10', 'a1').pk,
    ['alarm-handler', 'analyzer', 'approval-api', 'executor', 'rollback', 'mcp'],
  ],
  ['IDEMPOTENCY#alarm-handler', 'IDEMPOTENCY#alarm-handler', ['alarm-handler']],
  ['IDEMPOTENCY#analyzer', 'IDEMPOTENCY#analyzer', ['analyzer']],
  ['IDEMPOTENCY#notifier', 'IDEMPOTENCY#notifier', ['notifier']],
];

/** Who may take an item out of a partition; where it says nothing, what is there is history. */
export const emptiers: ReadonlyMap<string, readonly string[]> = new Map([
  ['LEASE#', ['approval-api', 'validator', 'rollback', 'timekeeper']],
  ['IDEMPOTENCY#alarm-handler', ['alarm-handler']],
  ['IDEMPOTENCY#analyzer', ['analyzer']],
  ['IDEMPOTENCY#notifier', ['notifier']],
]);

export type Reads = Partial<Record<'GetItem' | 'BatchGetItem' | 'Query', string[]>>;

/** What each function reads: one item, several by one request, a list. Nothing more is open to it. */
export const reads: [name: string, Reads][] = [
  ['alarm-handler', { GetItem: ['INCIDENT#*', 'CORRELATION#*', 'IDEMPOTENCY#alarm-handler'] }],
  [
    'analyzer',
    {
      GetItem: ['INCIDENT#*', 'IDEMPOTENCY#analyzer'],
      BatchGetItem: ['BUDGET#MODEL'],
      Query: ['KNOWLEDGE#RUNBOOK#*', 'CORRELATION#inc-*'],
    },
  ],
  ['proposer', { GetItem: ['INCIDENT#*'], BatchGetItem: ['EVIDENCE#*', 'DIAGNOSIS#*', 'EXECUTION#HOUR'] }],
  [
    'notifier',
    {
      GetItem: ['INCIDENT#*', 'PROPOSAL#*', 'APPROVAL#*', 'IDEMPOTENCY#notifier'],
      BatchGetItem: ['EVIDENCE#*', 'DIAGNOSIS#*', 'PROPOSAL#*', 'APPROVAL#*', 'VALIDATION#*'],
      Query: ['INCIDENT#*', 'APPROVAL#*', 'EXECUTION#*', 'BUDGET#NOTICES#*', 'CORRELATION#inc-*'],
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
        'CORRELATION#*',
        'KNOWLEDGE#WEEKLY#*',
      ],
      Query: ['INCIDENT#*', 'APPROVAL#*', 'EXECUTION#*', 'CORRELATION#inc-*'],
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
  [
    'validator',
    {
      GetItem: ['INCIDENT#*'],
      BatchGetItem: ['PROPOSAL#*', 'EXECUTION#*', 'CIRCUIT#*'],
      Query: ['CORRELATION#inc-*'],
    },
  ],
  ['rollback', { GetItem: ['INCIDENT#*', 'PROPOSAL#*', 'EXECUTION#*'], Query: ['APPROVAL#*'] }],
  [
    'timekeeper',
    {
      GetItem: ['INCIDENT#*', 'APPROVAL#*'],
      BatchGetItem: ['CIRCUIT#*', 'INCIDENT#*', 'DIAGNOSIS#*', 'APPROVAL#*', 'KNOWLEDGE#WEEKLY#*'],
    },
  ],
  ['auditor', {}],
  [
    'mcp',
    {
      GetItem: ['INCIDENT#*', 'CORRELATION#*'],
      BatchGetItem: [
        'INCIDENT#*',
        'EVIDENCE#*',
        'DIAGNOSIS#*',
        'PROPOSAL#*',
        'VALIDATION#*',
        'KNOWLEDGE#REPORT#*',
        'CORRELATION#*',
      ],
      Query: ['INCIDENT#*', 'APPROVAL#*', 'EXECUTION#*', 'BUDGET#MCP#*'],
    },
  ],
];
