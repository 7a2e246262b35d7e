import { describe, expect, it } from 'vitest';
import { ApprovalRequest, endRequest, requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import { request } from '../../support/approval.ts';

const pending = request({ status: 'pending', version: 4 });
const good = (change: object) => ApprovalRequest.safeParse({ ...pending, ...change }).success;

describe('an approval request', () => {
  it.each<[string, object, boolean]>([
    ['an id with something before it', { approvalId: `x${pending.approvalId}` }, false],
    ['an id with something after it', { approvalId: `${pending.approvalId}0` }, false],
    ['an id in capitals', { approvalId: 'F'.repeat(32) }, false],
    ['nobody to ask', { approvers: [] }, false],
    ['a version below zero', { version: -1 }, false],
    ['another purpose', { purpose: 'deploy' }, false],
    ['another status', { status: 'decided' }, false],
    ...['pending', 'approved', 'rejected', 'expired', 'void'].map((status): [string, object, boolean] => [
      `status ${status}`,
      { status },
      true,
    ]),
  ])('with %s is read or refused', (_what, change, fine) => expect(good(change)).toBe(fine));

  it.each(['expired', 'void'] as const)('ends as %s unless somebody decides at the same moment', (status) => {
    expect(endRequest(pending, status)).toEqual({
      kind: 'replace',
      item: requestItem({ ...pending, status, version: 5 }),
      when: [
        { attribute: 'status', is: 'equal', value: 'pending' },
        { attribute: 'version', is: 'equal', value: 4 },
      ],
    });
  });

  it('is kept for 90 days under its id', () => {
    expect(requestItem(pending)).toEqual({
      ...keys.approval(pending.approvalId),
      ...pending,
      purgeAt: Date.parse('2027-02-18T03:00:00.000Z') / 1000,
    });
  });
});
