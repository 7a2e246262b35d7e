import { describe, expect, it } from 'vitest';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { createHandler as createTimekeeper } from '../../../functions/timekeeper/handler.ts';
import { recorded as alarmEvent, stage as alarmStage } from '../alarm-handler/stage.ts';
import { batch, fact, stage as auditorStage, step } from '../auditor/stage.ts';
import { incidentId } from '../audit/sample.ts';
import { pageWorld } from '../../support/approval-page.ts';
import { later } from '../../support/incident.ts';
import { operatorWorld } from '../../support/operations.ts';
import { proposal } from '../../support/proposal.ts';
import { world } from '../../support/world.ts';

// What no step event says: these functions say it themselves, so that all of a run is in the trace.
describe('what a run works on', () => {
  it('is said by approval-api of a view and of a decision, and of nobody it does not let in', async () => {
    const { log, post, token, incident } = await pageWorld();
    await post('view', { token: 'bm9ib2R5.wrong' });
    expect(log.subjects).toEqual([]);
    await post('view', { token: await token('alice') });
    expect(log.subjects).toEqual([{ incidentId: incident.id }]);
    const body = { token: await token('alice'), decision: 'approve', rollbackConsent: true };
    await post('decision', { ...body, digest: proposalDigest(proposal()) });
    expect(log.subjects.slice(1)).toEqual([{ incidentId: incident.id }]);
  });

  it('is said by approval-api of an operation', async () => {
    const { ask, log, incident } = await operatorWorld();
    await ask('bob', 'show', { incidentId: incident.id });
    expect(log.subjects).toEqual([{ incidentId: incident.id }]);
  });

  it('is said by alarm-handler of the incident that it opened, and of no alarm that opens none', async () => {
    const { handle, log } = alarmStage();
    const [outcome] = await handle(alarmEvent('eks-oomkilled'));
    expect(outcome).toMatchObject({ kind: 'opened', incidentId: log.subjects[0]?.incidentId });
    expect(log.subjects).toHaveLength(1);
    await handle(alarmEvent('insufficient-data'));
    expect(log.subjects).toHaveLength(1);
  });

  it('is said by the timekeeper of each incident that is due', async () => {
    const due = { at: later(300).toISOString(), does: 'again', attempt: 0 } as const;
    const { deps, incident, at } = await world({ incident: { status: 'analyzed', due } });
    at(301);
    await createTimekeeper(deps)({});
    expect(deps.log.subjects).toEqual([{ incidentId: incident.id }]);
  });

  it('is said by the auditor of each step with its number, and of a fact of an incident', async () => {
    const { handle, log } = auditorStage();
    await handle(await batch(step(1), { ...fact('a'), incidentId }, fact('b')));
    expect(log.subjects).toEqual([{ incidentId, seq: 1 }, { incidentId }]);
  });
});
