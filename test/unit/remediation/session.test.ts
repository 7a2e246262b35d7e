import { describe, expect, it } from 'vitest';
import { openSession } from '../../../core/remediation/session.ts';
import { localSession } from '../../../local/ports/session.ts';
import { incident } from '../../support/incident.ts';
import { proposal } from '../../support/proposal.ts';
import { growing } from '../../support/slow.ts';

const approved = (actions: ReturnType<typeof proposal>['actions']) => ({
  proposal: proposal({ actions }),
  digest: 'd'.repeat(64),
  approvalId: 'a'.repeat(32),
  approver: { id: 'alice' },
});

describe('a remediation session', () => {
  it('is asked for with the one provider and the statements of exactly the approved actions', async () => {
    const session = localSession({});
    await openSession(session, incident(), approved([growing]));
    expect(session.opened).toEqual([
      {
        account: '123456789012',
        region: 'eu-central-1',
        incidentId: incident().id,
        approvalId: 'a'.repeat(32),
        digest: 'd'.repeat(64),
        approver: 'alice',
        provider: 'rds',
        statements: expect.any(Array),
      },
    ]);
    expect(session.opened[0]?.statements.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:rds:eu-central-1:123456789012:db:orders-db',
      'arn:aws:rds:eu-central-1:123456789012:db:orders-db',
    ]);
  });

  it.each([
    ['of two providers', [growing, ...proposal().actions]],
    ['of no action', []],
  ])('is not asked for when a proposal is %s', async (_what, actions) => {
    const session = localSession({});
    await expect(openSession(session, incident(), approved(actions))).rejects.toMatchObject({
      name: 'NotPermitted',
      message: 'a proposal is of one provider',
    });
    expect(session.opened).toEqual([]);
  });
});
