import { describe, expect, it } from 'vitest';
import type { Status } from '../../core/incident/lifecycle.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Item } from '../../core/incident/table.ts';
import { incident, start, versions } from '../support/incident.ts';
import { policyLayer } from '../support/policy.ts';
import { template } from '../support/played.ts';
import { createOutside, type Outside } from './outside.ts';
import { stories } from './stories.ts';
import { verdict } from './verdict.ts';

const story = stories.find(({ name }) => name === 'rejected');
if (story === undefined) throw new Error('there is no such story');

const outsideWorld = (): Outside =>
  createOutside({
    story,
    policy: policyLayer(),
    template,
    api: { invoke: async () => undefined },
    now: () => start,
    note: () => undefined,
    forgets: false,
  });

/** An incident and the log of it. */
const itemsOf = (
  one: Incident,
  ...path: readonly (readonly [from: Status | null, to: Status, by: string])[]
): Item[] => [
  { ...keys.incident(one.id), ...one },
  ...path.map(([from, to, by], index) => {
    const step = { incidentId: one.id, seq: index + 1, from, to, by, at: start.toISOString(), digests: {}, versions };
    return { ...keys.transition(one.id, index + 1), ...step };
  }),
];

describe('the verdict on a loop', () => {
  const judge = async (items: readonly Item[], outside = outsideWorld()): Promise<string> => {
    await outside.served.desk.ended({ outcome: 'done', items });
    return (await verdict(story, outside)).join('\n');
  };

  it('misses an incident that was never opened', async () => {
    expect(await judge([])).toContain('0 incidents of 1');
  });

  it('finds an incident that stays, of which nobody is told and nothing is recorded', async () => {
    const found = await judge(
      itemsOf(
        incident({ status: 'analyzed', seq: 2 }),
        [null, 'detected', 'alarm-handler'],
        ['detected', 'analyzed', 'analyzer'],
      ),
    );
    expect(found).toContain('it stays analyzed');
    expect(found).toContain('nobody was told that it is analyzed');
    expect(found).toContain('not every step has its record');
  });

  it('finds an end that the story does not have, leases that stay and a log with a gap', async () => {
    const found = await judge(
      itemsOf(
        incident({ status: 'expired', seq: 3, leases: ['Deployment/checkout/payments-api'] }),
        [null, 'detected', 'alarm-handler'],
        ['analyzed', 'expired', 'timekeeper'],
      ),
    );
    expect(found).toContain('it ended expired');
    expect(found).toContain('still holds leases');
    expect(found).toContain('its log does not tell how it got there');
  });

  it('finds a change of a rejected incident, a second call of it and a dead letter', async () => {
    const outside = outsideWorld();
    const one = incident({ status: 'rejected', seq: 1 });
    const session = {
      account: '123456789012',
      region: 'eu-central-1',
      incidentId: one.id,
      approvalId: 'approval-1',
      digest: 'a',
      approver: 'bob',
      provider: 'kubernetes',
      statements: [],
    } as const;
    const target = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
    const path = '/spec/template/spec/containers/0/resources/limits/memory';
    for (const test of ['512Mi', '1Gi']) {
      const operations = [
        { op: 'test', path, value: test },
        { op: 'replace', path, value: '1Gi' },
      ];
      await outside.served.write(session, 'kubernetes.patch', target, operations);
    }
    await outside.served.desk.lost('notifier: no line');
    const found = await judge(itemsOf(one, [null, 'detected', 'alarm-handler']), outside);
    expect(found).toContain('it is rejected, and Deployment/checkout/payments-api was changed');
    expect(found).toMatch(/made 2 times: approval-1 patch/);
    expect(found).toContain('a dead letter: notifier: no line');
  });
});
