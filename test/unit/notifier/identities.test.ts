import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/notifier/handler.ts';
import { request } from '../../support/approval.ts';
import { stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { world } from '../../support/world.ts';

const risky = choiceSet(proposal({ risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } }));
const { roster } = policyLayer();
const byLinkOnly = {
  ...roster,
  approvers: roster.approvers.map(({ oidc: _oidc, ...one }) => ({ ...one, iam: [] })),
};

describe('a request about a high risk', () => {
  it.each([
    ['is opened for people the roster knows by an identity', roster, 'awaiting_approval'],
    ['is not opened for people who have nothing but a link', byLinkOnly, 'notify_failed'],
  ])('%s', async (_what, known, kind) => {
    const w = await world({
      incident: { status: 'proposed' },
      choices: risky,
      decisions: [],
      request: request({ approvalId: 'e'.repeat(32), status: 'pending', version: 0 }, risky),
    });
    const handler = createHandler({ ...w.deps, policy: policyLayer({ roster: known }) });
    expect(await handler(stepEvent(await w.read()))).toEqual({ kind });
  });
});
