import { describe, expect, it } from 'vitest';
import { readerFor } from '../../../functions/proposer/reader-for.ts';
import { alarm, hub, incident } from '../../support/incident.ts';
import { noSpokes } from '../../support/spoke.ts';

const account = '210987654321';
const of = (account: string) => incident({ alarm: { ...alarm, account } });
const deps = { hub, readersFor: async () => ({}), spokeReaders: noSpokes.spokeReaders };

describe('the state that a change is planned on', () => {
  it('is that of the account of the alarm', async () => {
    const [ours, theirs] = [{}, {}];
    const both = { hub, readersFor: async () => ours, spokeReaders: () => async () => theirs };
    expect(await readerFor(both, of(hub.account), 'ecs')).toBe(ours);
    expect(await readerFor(both, of(account), 'ecs')).toBe(theirs);
  });

  it('is never that of our cluster for an incident of a spoke', async () =>
    expect(await readerFor(deps, of(account), 'kubernetes')).toMatch(/cluster .* is of our own account/));

  it('is that of no account that is not one of ours', async () =>
    expect(await readerFor(deps, of('999999999999'), 'ecs')).toMatch(/neither our own nor in SpokeAccounts/));
});
