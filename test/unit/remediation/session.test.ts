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
    expect(session.opened).toMatchObject([{ provider: 'rds', approver: 'alice', incidentId: incident().id }]);
    expect(session.opened[0]?.statements.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:rds:eu-central-1:123456789012:db:orders-db',
      'arn:aws:rds:eu-central-1:123456789012:db:orders-db',
    ]);
  });

  it('is not asked for when a proposal is of two providers', async () => {
    const session = localSession({});
    const mixed = approved([growing, ...proposal().actions]);
    await expect(openSession(session, incident(), mixed)).rejects.toMatchObject({ name: 'NotPermitted' });
    expect(session.opened).toEqual([]);
  });
});
