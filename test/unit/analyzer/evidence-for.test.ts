import { describe, expect, it } from 'vitest';
import { gather } from '../../../core/evidence/gather/gather.ts';
import { unreadable } from '../../../core/evidence/unreadable.ts';
import { Wanted } from '../../../core/evidence/wanted.ts';
import { evidenceFor } from '../../../functions/analyzer/evidence-for.ts';
import { alarm, hub, incident, start } from '../../support/incident.ts';

const ours = unreadable(new Error('ours'));
const theirs = unreadable(new Error('theirs'));
const sources = { ...ours, hub, spokeEvidence: async () => theirs };
const of = (account: string) => incident({ alarm: { ...alarm, account } });
const wanted = Wanted.parse({
  logs: [{ group: '/aws/containerinsights/harbor/application' }],
  kubernetes: ['Pod'],
  ecs: ['harbor/payments'],
  changes: ['payments'],
  alarmHistory: true,
});

describe('the evidence of an incident', () => {
  it('is read in the account of its alarm', async () => {
    expect(await evidenceFor(sources, of(hub.account))).toBe(sources);
    expect(await evidenceFor(sources, of('210987654321'))).toBe(theirs);
  });

  it.each([
    ['the account is not one of ours', '999999999999', sources, 'is neither our own nor in SpokeAccounts'],
    [
      'the account cannot be reached',
      '210987654321',
      { ...sources, spokeEvidence: () => Promise.reject(new Error('no role there')) },
      'no role there',
    ],
  ])('is missing where %s, source by source, and none of ours stands in for it', async (_when, account, from, why) => {
    const { gaps } = await gather(await evidenceFor(from, of(account)), of(account), wanted, start);
    expect(gaps).toHaveLength(5);
    for (const gap of gaps) expect(gap).toContain(why);
  });
});
