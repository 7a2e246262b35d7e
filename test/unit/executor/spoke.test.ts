import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/executor/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { alarm, stepEvent } from '../../support/incident.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { world } from '../../support/world.ts';

const account = '210987654321';

describe('an approved change in a spoke account', () => {
  it('is refused where it is of the cluster, which may have a workload of the same name', async () => {
    const choices = choiceSet(proposal({ account }));
    const w = await world({
      choices,
      request: request({}, choices),
      decisions: [await decision({}, choices)],
      incident: { spoke: account, alarm: { ...alarm, account } },
    });
    expect(await createHandler(w.deps)(stepEvent(w.incident))).toMatchObject({ kind: 'refused', name: 'account' });
    expect(w.session.opened).toEqual([]);
    expect(w.fake.calls).toEqual([]);
  });
});
