import { describe, expect, it } from 'vitest';
import { SpokeEnv, spokesOf } from '../../../core/runtime/spoke-env.ts';

const asked = (variables: object) =>
  spokesOf(SpokeEnv.parse({ ACCOUNT_ID: '123456789012', ...variables }), 'eu-central-1');
const home = { account: '123456789012', region: 'eu-central-1' };

describe('the way into the spokes', () => {
  it('is none where no account is named', () => {
    expect(asked({})).toEqual({ hub: { ...home, spokes: [] }, externalId: '' });
  });

  it('has the accounts and the external id', () => {
    expect(asked({ SPOKE_ACCOUNTS: '210987654321,111122223333', SPOKE_EXTERNAL_ID: 'an-external-id-of-ours' })).toEqual(
      {
        hub: { ...home, spokes: ['210987654321', '111122223333'] },
        externalId: 'an-external-id-of-ours',
      },
    );
  });

  it('is refused with an external id that can be guessed, which is not repeated', () => {
    const short = () => asked({ SPOKE_ACCOUNTS: '210987654321', SPOKE_EXTERNAL_ID: 'guessed' });
    expect(short).toThrow('SPOKE_EXTERNAL_ID: expected at least 16 characters');
    expect(short).not.toThrow('guessed');
  });
});
