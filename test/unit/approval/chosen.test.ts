import { describe, expect, it } from 'vitest';
import { approvedDigest, chosenOf } from '../../../core/approval/chosen.ts';
import { readClaimed } from '../../../core/approval/claimed.ts';
import { requestItem } from '../../../core/approval/request.ts';
import { Review } from '../../../core/approval/review.ts';
import { keys } from '../../../core/incident/keys.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { decision, proofFields, request } from '../../support/approval.ts';
import { later, start } from '../../support/incident.ts';
import { alternative, choiceSet, proposal } from '../../support/proposal.ts';

const choices = choiceSet(proposal(), alternative);
const made = (purpose: 'approve' | 'reject', digest: string) => ({
  proof: proofFields({ purpose, chosenDigest: digest }),
  mac: 'x',
});
const approved = made('approve', proposalDigest(alternative));

describe('the choice that was approved', () => {
  it('is what the approvals name, and not what a reject does', () => {
    expect(approvedDigest([made('reject', 'r'), approved])).toBe(proposalDigest(alternative));
    expect(approvedDigest([made('reject', 'r')])).toBeUndefined();
    expect(approvedDigest([])).toBeUndefined();
  });

  it('is the recommendation while there is none, or none of these', () => {
    expect(chosenOf(choices, [approved])).toEqual(alternative);
    expect(chosenOf(choices, [])).toEqual(proposal());
    expect(chosenOf(choices, [made('approve', 'e'.repeat(64))])).toEqual(proposal());
  });

  it('is never of a set without choices', () =>
    expect(() => chosenOf({ ...choices, choices: [] }, [])).toThrow(`incident ${choices.incidentId} has no choice`));
});

describe('what is stored of an approval', () => {
  const read = async (parts: { row?: boolean; choices?: boolean }) => {
    const { table } = memoryTable(() => start);
    const asked = request({}, choices);
    const one = await decision({}, choices);
    const items = [
      { ...keys.decision(asked.approvalId, 'alice'), ...one },
      ...(parts.row === false ? [] : [requestItem(asked)]),
      ...(parts.choices === false ? [] : [{ ...keys.proposal(choices.incidentId), body: choices }]),
    ];
    await table.transact(items.map((item) => ({ kind: 'create', item })));
    return { found: await readClaimed(table, asked.approvalId), all: { request: asked, decisions: [one], choices } };
  };

  it('is read whole', async () => {
    const { found, all } = await read({});
    expect(found).toEqual(all);
  });

  it.each([{ row: false }, { choices: false }])('is nothing where a part is missing: %j', async (parts) =>
    expect((await read(parts)).found).toBeUndefined(),
  );

  it.each(['open', 'done'])('may be a review that is %s', (status) => {
    const review = { status, incidentId: 'inc-1', by: 'bob', at: later(0).toISOString(), reason: '' };
    expect(Review.parse(review)).toEqual(review);
  });
});
