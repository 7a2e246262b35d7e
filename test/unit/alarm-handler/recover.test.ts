import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Actor, Status } from '../../../core/incident/lifecycle.ts';
import { oomEvent, recorded, stage } from './stage.ts';

const id = 'inc-20261120021307-0d62d005';
const ended = [{ kind: 'self_recovered', incidentId: id }];
const path: [Status, Actor][] = [
  ['analyzed', 'analyzer'],
  ['proposed', 'proposer'],
  ['awaiting_approval', 'notifier'],
  ['approved', 'approval-api'],
  ['executing', 'executor'],
  ['executed', 'executor'],
];
const restarts = 'checkout-payments-api-restarts';

describe('an alarm that goes OK', () => {
  it.each([0, 1, 2, 3, 4])('ends its incident before execution, %s steps in', async (steps) => {
    const { handle, incident, move, table } = stage();
    await handle(recorded('eks-oomkilled'));
    await move(id, ...path.slice(0, steps));
    expect(await handle(recorded('eks-oomkilled-ok'))).toEqual(ended);
    expect(await incident(id)).toMatchObject({
      status: 'self_recovered',
      reason:
        'the alarm checkout-payments-api-oomkilled went OK at 2026-11-20T02:24:07.305Z, before anything was executed',
    });
    expect(await table.get(keys.transition(id, steps + 2))).toMatchObject({
      to: 'self_recovered',
      by: 'alarm-handler',
    });
  });

  it.each([5, 6])('leaves an incident alone that is executing or later, %s steps in', async (steps) => {
    const { handle, all, move } = stage();
    await handle(recorded('eks-oomkilled'));
    await move(id, ...path.slice(0, steps));
    const before = structuredClone(all());
    expect(await handle(recorded('eks-oomkilled-ok'))).toMatchObject([{ kind: 'ignored' }]);
    expect(all()).toEqual(before);
  });

  it('does not end an incident a third time within half an hour: it stays open and takes in what fires', async () => {
    const { handle, all, incident } = stage();
    const name = 'checkout-payments-api-oomkilled';
    const outcomes: unknown[] = [];
    for (let minute = 10; minute < 20; minute += 2) {
      outcomes.push(
        ...(await handle(oomEvent(name, 'ALARM', minute))),
        ...(await handle(oomEvent(name, 'OK', minute + 1))),
      );
    }
    const third = (outcomes as { incidentId: string }[])[4]?.incidentId ?? '';
    expect(outcomes).toMatchObject([
      { kind: 'opened' },
      { kind: 'self_recovered' },
      { kind: 'opened' },
      { kind: 'self_recovered' },
      { kind: 'opened', incidentId: third },
      { kind: 'flapping', incidentId: third },
      { kind: 'correlated', incidentId: third },
      { kind: 'flapping', incidentId: third },
      { kind: 'correlated', incidentId: third },
      { kind: 'flapping', incidentId: third },
    ]);
    expect((await incident(third)).status).toBe('detected');
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(3);
  });

  it('changes nothing when it is delivered again', async () => {
    const { handle, all } = stage();
    await handle(recorded('eks-oomkilled'));
    await handle(recorded('eks-oomkilled-ok'));
    const before = structuredClone(all());
    expect(await handle(recorded('eks-oomkilled-ok'))).toMatchObject([{ kind: 'ignored' }]);
    expect(all()).toEqual(before);
  });

  it('changes nothing when no incident is open', async () => {
    const { handle, all } = stage();
    expect(await handle(recorded('eks-oomkilled-ok'))).toMatchObject([{ kind: 'ignored' }]);
    expect(all()).toEqual([]);
  });

  it('changes nothing when it is older than the alarm that opened the incident', async () => {
    const { handle, incident } = stage();
    await handle(recorded('eks-oomkilled'));
    expect(await handle(oomEvent('checkout-payments-api-oomkilled', 'OK', 12))).toMatchObject([{ kind: 'ignored' }]);
    expect((await incident(id)).status).toBe('detected');
  });

  it('does not end the incident of another alarm', async () => {
    const { handle, incident } = stage();
    await handle(recorded('eks-oomkilled'));
    expect(await handle(oomEvent(restarts, 'OK', 30))).toMatchObject([{ kind: 'ignored' }]);
    expect((await incident(id)).status).toBe('detected');
  });

  it('ends a correlated incident only with the last alarm that fires', async () => {
    const { handle, incident } = stage();
    await handle(recorded('eks-oomkilled'));
    await handle(oomEvent(restarts, 'ALARM', 14));
    expect(await handle(recorded('eks-oomkilled-ok'))).toEqual([{ kind: 'still_firing', incidentId: id }]);
    expect((await incident(id)).status).toBe('detected');
    expect(await handle(oomEvent(restarts, 'OK', 30))).toEqual(ended);
  });

  it('ends it too when both alarms go OK at once', async () => {
    const { handle, incident } = stage();
    await handle(recorded('eks-oomkilled'));
    await handle(oomEvent(restarts, 'ALARM', 14));
    await Promise.all([handle(recorded('eks-oomkilled-ok')), handle(oomEvent(restarts, 'OK', 30))]);
    expect((await incident(id)).status).toBe('self_recovered');
  });

  it.each([
    [
      'ends an incident that moves on while it is read',
      0,
      [{ kind: 'self_recovered', incidentId: id }],
      'self_recovered',
    ],
    ['leaves an incident alone whose execution begins while it is read', 4, [{ kind: 'ignored' }], 'executing'],
  ] as const)('%s', async (_name, steps, outcome, status) => {
    let meanwhile = async () => {};
    const { handle, incident, move } = stage((table) => ({
      ...table,
      transact: async (writes) => {
        const now = meanwhile;
        meanwhile = async () => {};
        await now();
        return table.transact(writes);
      },
    }));
    await handle(recorded('eks-oomkilled'));
    await move(id, ...path.slice(0, steps));
    meanwhile = () => move(id, ...path.slice(steps, steps + 1));
    expect(await handle(recorded('eks-oomkilled-ok'))).toMatchObject(outcome);
    expect((await incident(id)).status).toBe(status);
  });
});
