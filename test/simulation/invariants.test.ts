import { describe, expect, it } from 'vitest';
import type { Item } from '../../core/incident/table.ts';
import { modelDown } from '../../local/scenarios/model-down.ts';
import { simulate } from './harness.ts';
import type { Plant } from './plant.ts';
import { asking, patching } from './plants/calls.ts';
import { dropping, failing, misdirecting } from './plants/notices.ts';
import { forgetful } from './plants/forgetful.ts';
import { credulous, forged } from './plants/forged.ts';
import { keeping, unsigned } from './plants/audit.ts';
import { unseen } from './plants/switches.ts';
import { leaking, prompting } from './plants/secrets.ts';
import { altering, isBelow, losing, puts, rewriting } from './plants/table.ts';
import { calm, scheduleOf, scheduleTelling, type Schedule } from './schedule.ts';
import type { Story } from './story.ts';

const told = (name: string): Story => scheduleTelling(name).story;
const calmly = (story: Story): Schedule => ({ ...calm(scheduleOf(0)), story });

const approved = told('approved');
const undone = told('ineffective, consented');
const silent = told('nobody decides');
const rejected = told('rejected');
const disabled: Story = { ...approved, scenario: { ...approved.scenario, execution: 'disabled' } };
const asked: Story = { ...approved, scenario: modelDown };

/** The item with something else in its body. */
const withBody = (more: Record<string, unknown>) => (item: Item) => ({
  ...item,
  body: { ...Object(item['body']), ...more },
});

/** A journal line with this status. */
const isStep = ({ sk, body }: Item, status: string): boolean =>
  sk.startsWith('STEP#') && Object(body)['status'] === status;

type Case = [what: string, story: Story, plant: Plant, says: RegExp];

const cases: readonly Case[] = [
  [
    'a step by another actor',
    approved,
    altering((item) => (item['to'] === 'executing' ? { ...item, by: 'validator' } : item)),
    /says validator, and executor wrote it/,
  ],
  [
    'a move that the lifecycle does not have',
    rejected,
    altering((item) => (item['to'] === 'rejected' ? { ...item, to: 'resolved' } : item)),
    /awaiting_approval -> resolved by approval-api does not follow/,
  ],
  [
    'a step that says another time',
    approved,
    altering((item) => (item['to'] === 'executing' ? { ...item, at: '2026-03-02T01:00:00.000Z' } : item)),
    /step \d+ says 2026-03-02T01:00:00.000Z/,
  ],
  [
    'a step that is written over',
    approved,
    rewriting((write) =>
      puts(write, 'RESULT') && 'item' in write
        ? [
            write,
            {
              kind: 'delete',
              key: { pk: `INCIDENT#${write.item.pk.slice('VALIDATION#'.length)}`, sk: 'T#0000001' },
              when: [],
            },
          ]
        : [write],
    ),
    /T#0000001 was removed/,
  ],
  [
    'an item in the partition of another function',
    approved,
    rewriting((write) =>
      puts(write, 'RESULT') && 'item' in write
        ? [
            write,
            {
              kind: 'replace',
              item: { pk: `EVIDENCE#${write.item.pk.slice('VALIDATION#'.length)}`, sk: 'PACK' },
              when: [],
            },
          ]
        : [write],
    ),
    /EVIDENCE#\S+ PACK was written by validator/,
  ],
  [
    'a deadline that is not set',
    silent,
    altering(({ due, waiting, dueAt, ...item }) =>
      item['status'] === 'detected' ? item : { ...item, due, waiting, dueAt },
    ),
    /is detected without a deadline/,
  ],
  [
    'leases that outlive their incident',
    approved,
    losing((write) => write.kind === 'delete' && write.key.pk.startsWith('LEASE#')),
    /is held by nobody/,
  ],
  ['a change without a lease', approved, losing((write) => isBelow(write, 'LEASE#')), /changed without a lease/],
  [
    'an outcome that no circuit counts',
    undone,
    losing((write) => isBelow(write, 'CIRCUIT#')),
    /the circuit global: 1 failures in a row/,
  ],
  [
    'a request that goes on after a rejection',
    rejected,
    altering((item) =>
      item['status'] === 'rejected' && item.sk === 'REQUEST' ? { ...item, status: 'pending' } : item,
    ),
    /rejects, and the request goes on/,
  ],
  ['an execution while the switch is off', disabled, unseen({}), /executes against execution/],
  [
    'an execution that is not counted in its hour',
    approved,
    losing((write) => isBelow(write, 'EXECUTION#HOUR')),
    /executes without taking EXECUTION#HOUR ACTIONS/,
  ],
  [
    'an execution after the emergency stop',
    approved,
    unseen({ emergencyStop: 'set' }, 'awaiting_approval'),
    /against emergencyStop/,
  ],
  [
    'a rollback after the emergency stop',
    undone,
    unseen({ emergencyStop: 'set' }, 'executed'),
    /\(undo\): changed against emergencyStop/,
  ],
  [
    'credentials for another change',
    approved,
    asking((request) => ({ ...request, digest: 'f'.repeat(64) })),
    /the session of \S+: digest is not that of what alice approved/,
  ],
  [
    'a change on a forged approval when the verifier believes everything',
    approved,
    credulous,
    /changed without a proof: nobody approved it/,
  ],
  [
    'a value that nobody approved',
    approved,
    patching((operations) =>
      operations.map((one) => (one.op === 'replace' && one.value === '1Gi' ? { ...one, value: '2Gi' } : one)),
    ),
    /patch sets "2Gi", which nobody approved/,
  ],
  [
    'a field that nobody approved',
    approved,
    patching((operations, n) => (n > 0 ? operations : [...operations, { op: 'remove', path: '/spec/selector' }])),
    /\(apply\): spec\.selector\S+ went from/,
  ],
  ['a change made twice when claims and journal both fail', approved, forgetful, /changed twice/],
  [
    'an undo to another value',
    undone,
    patching((operations) =>
      operations.map((one) => (one.op === 'replace' && one.value === '512Mi' ? { ...one, value: '600Mi' } : one)),
    ),
    /was 512Mi before and is 600Mi now, which is no undo/,
  ],
  [
    'a change that no journal line came before',
    approved,
    losing((write) => puts(write, 'STEP#')),
    /made without a journal line/,
  ],
  [
    'a request that is still pending when its incident has expired',
    silent,
    losing((write) => write.kind === 'replace' && write.item.sk === 'REQUEST' && write.item['status'] === 'expired'),
    /is expired, and the request it waited for is pending/,
  ],
  [
    'a fix that is verified without a measurement',
    approved,
    altering((item) => (item.sk === 'RESULT' ? withBody({ after: { restarts: null } })(item) : item)),
    /is resolved, and nothing was measured of restarts/,
  ],
  [
    'an execution that the journal does not bear out',
    approved,
    altering((item) => (isStep(item, 'succeeded') ? withBody({ status: 'failed' })(item) : item)),
    /is executed, and the journal says of its action 1 \(set-resources\): failed/,
  ],
  [
    'a rollback that the journal does not bear out',
    undone,
    losing((write) => 'item' in write && write.item.sk.endsWith('/undo') && isStep(write.item, 'succeeded')),
    /is rolled_back, and the journal says of the undo of its action \d/,
  ],
  [
    'a journal that holds another prior state',
    approved,
    altering((item) =>
      item.sk.startsWith('STEP#') ? { ...withBody({ prior: {} })(item), pk: item.pk, sk: item.sk } : item,
    ),
    /its journal line holds another prior state/,
  ],
  [
    'a claim that the audit is not told of',
    approved,
    losing((write) => 'item' in write && write.item['fact'] === 'claimed'),
    /the audit was not told of its claim/,
  ],
  [
    'a failure that is called a success',
    undone,
    altering((item) => ({
      ...item,
      ...(item['to'] === 'fix_ineffective' ? { to: 'resolved' } : {}),
      ...(item['status'] === 'fix_ineffective' ? { status: 'resolved', due: undefined } : {}),
    })),
    /is resolved, and its alarm still fires/,
  ],
  [
    'more spent on the model than there is',
    asked,
    altering((item) => (item.pk === 'BUDGET#MODEL' && 'inDay' in item ? { ...item, inDay: 10 ** 9 } : item)),
    /micro dollars in the day/,
  ],
  [
    'an end that one of those on duty did not hear of',
    rejected,
    dropping(({ to }) => 'approver' in to && to.approver === 'carol'),
    /is rejected, and carol did not hear of it/,
  ],
  [
    'a time that ran out for a question that nobody was asked',
    silent,
    dropping(({ data }) => data['kind'] === 'approval-request'),
    /is expired, and nobody was asked before/,
  ],
  [
    'a function that fails for good',
    rejected,
    failing(({ to }) => 'audience' in to && to.audience === 'chat'),
    /notifier failed without a fault/,
  ],
  [
    'a record that is not kept',
    rejected,
    keeping((key) => !key.endsWith('0000002.json')),
    /has no record in the audit/,
  ],
  [
    'a record of something else',
    rejected,
    keeping(
      () => true,
      (body) => body.replace('"function":"analyzer"', '"function":"proposer"'),
    ),
    /is not what was written/,
  ],
  [
    'a head that does not say that a chain grew',
    rejected,
    keeping((key) => !key.startsWith('grown/')),
    /the head of \S+ does not say where \S+ \d+ stands/,
  ],
  ['a head that nobody signed', rejected, unsigned, /audit of heads/],
  ['a link in the log', rejected, leaking('log'), /the link of \w+ is in the log/],
  ['a link in the table', rejected, leaking('table'), /the link of \w+ is in the item AUDIT#/],
  ['a link in the audit trail', rejected, leaking('table'), /the link of \w+ is in the audit trail/],
  ['a link that goes to somebody else', rejected, misdirecting('bob'), /the link of alice was sent to/],
  ['a secret in a prompt', asked, prompting, /is in a prompt/],
];

describe('each invariant is seen to fail', () => {
  it.each(cases)('%s', async (_what, story, plant, says) => {
    const { violations } = await simulate(calmly(story), plant);
    expect(
      violations.filter((violation) => says.test(violation)),
      violations.join('\n'),
    ).not.toEqual([]);
  });

  it('and none against an attacker who forged an approval, when the proof is verified', async () => {
    const run = await simulate(calmly(approved), forged);
    expect(run.violations).toEqual([]);
    expect(run.statuses).toEqual(['refused']);
    expect(run.sent.size).toBe(0);
  });
});
