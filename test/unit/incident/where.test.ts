import { describe, expect, it } from 'vitest';
import { originOf } from '../../../core/incident/hub.ts';
import { StackArn } from '../../../core/incident/stack.ts';
import { hub } from '../../support/incident.ts';

const id = '7c6e9a10-0f5b-11ef-9f2f-0a1b2c3d4e5f';

describe('the stack that this system is', () => {
  it.each([
    [`arn:aws:cloudformation:eu-central-1:123456789012:stack/sovereign-ops/${id}`, 'eu-central-1', 'sovereign-ops'],
    [`arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/A1/${id}`, 'cn-north-1', 'A1'],
  ])('is named by %s', (arn, region, name) =>
    expect(StackArn.parse(arn)).toEqual({ account: '123456789012', region, name }),
  );

  it.each([
    '',
    'sovereign-ops',
    `arn:aws:cloudformation:eu-central-1:12345678901:stack/sovereign-ops/${id}`,
    `arn:aws:cloudformation:eu-central-1:1234567890123:stack/sovereign-ops/${id}`,
    `arn:aws:cloudformation:eu_central:123456789012:stack/sovereign-ops/${id}`,
    `arn:aws:cloudformation:eu-central-1:123456789012:stack/1x/${id}`,
    `arn:aws:cloudformation:eu-central-1:123456789012:stack/a_b/${id}`,
    `arn:aws:cloudformation:eu-central-1:123456789012:stack/sovereign-ops/`,
    `arn:aws:cloudformation:eu-central-1:123456789012:stack/sovereign-ops/${id}/x`,
    `arn:aws1:cloudformation:eu-central-1:123456789012:stack/sovereign-ops/${id}`,
    `xarn:aws:cloudformation:eu-central-1:123456789012:stack/sovereign-ops/${id}`,
  ])('is not named by %j', (text) => {
    const { error } = StackArn.safeParse(text);
    expect(error?.issues).toEqual([expect.objectContaining({ message: 'expected the ARN of a stack' })]);
  });
});

describe('whose an alarm is', () => {
  const { account, region, spokes } = hub;
  const [spoke = ''] = spokes;
  it.each([
    ['our own', { account, region }, { kind: 'own' }],
    ["a spoke's", { account: spoke, region }, { kind: 'spoke', account: spoke }],
    [
      'that of an account nobody named',
      { account: '999999999999', region },
      { kind: 'foreign', reason: 'account 999999999999 is neither our own nor in SpokeAccounts' },
    ],
    [
      'that of our account in another region',
      { account, region: 'us-east-1' },
      { kind: 'foreign', reason: 'region us-east-1 is not ours, which is eu-central-1' },
    ],
    [
      'that of a spoke in another region',
      { account: spoke, region: 'us-east-1' },
      { kind: 'foreign', reason: 'region us-east-1 is not ours, which is eu-central-1' },
    ],
  ])('is %s', (_whose, alarm, origin) => expect(originOf(hub, alarm)).toEqual(origin));
});
