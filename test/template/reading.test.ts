import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { awsSamples, everything, isReading } from './approved-calls.ts';
import { concrete, policiesOf } from './concrete.ts';
import { forbiddenCalls } from './forbidden-calls.ts';
import { allowed, callsOf, idOf, surplus, switched } from './providers.ts';
import { otherThan, type Request } from './simulate.ts';
import { resource } from './template.ts';

const denied = ['ImplicitlyDenied', 'ExplicitlyDenied'];

describe('the proposer', () => {
  const tags = z
    .array(z.object({ Key: z.string(), Value: z.string() }))
    .parse(concrete(resource('ProposerRole').Properties['Tags'], everything));
  const asProposer = (request: Request): Request => ({
    ...request,
    context: {
      ...request.context,
      'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:123456789012:function:ProposerFunction',
      ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value])),
    },
  });
  const policies = policiesOf('ProposerRole', everything);

  it.each(awsSamples.map((sample) => [sample.id, sample.requests] as const))(
    'may read what %s needs to be planned, and change nothing',
    async (_id, requests) => {
      const reading = requests.filter(isReading);
      const changing = requests.filter((request) => !isReading(request));
      expect(reading.length * changing.length).toBeGreaterThan(0);
      expect(await otherThan(['Allowed'], reading.map(asProposer), () => ({ policies }))).toEqual([]);
      expect(await otherThan(denied, changing.map(asProposer), () => ({ policies }))).toEqual([]);
    },
  );

  it('may do nothing that is forbidden', async () =>
    expect(await otherThan(denied, forbiddenCalls.map(asProposer), () => ({ policies }))).toEqual([]));

  it.each(['Analyzer', 'Executor', 'Rollback', 'Validator', 'Notifier'])(
    'is the only one that may look for network interfaces: not %s',
    async (name) => {
      const request = { action: 'ec2:DescribeNetworkInterfaces', resource: '*' };
      const context = {
        'lambda:SourceFunctionArn': `arn:aws:lambda:eu-central-1:123456789012:function:${name}Function`,
      };
      const all = policiesOf(`${name}Role`, everything);
      expect(await otherThan(['ExplicitlyDenied'], [{ ...request, context }], () => ({ policies: all }))).toEqual([]);
    },
  );

  it.each(switched)('is allowed of %s what the catalogue reads, and nothing more', (provider) =>
    expect(surplus(allowed(`${idOf[provider]}ReadingPolicy`), callsOf(provider).filter(isReading))).toEqual([]),
  );
});
