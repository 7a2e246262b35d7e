import { describe, expect, it } from 'vitest';
import { sessionPolicy } from '../../core/aws/session-policy.ts';
import { settableProperties } from '../../core/remediation/cloudcontrol/settable-properties.ts';
import {
  awsSamples,
  endpointOf,
  everything,
  isReading,
  keyOf,
  kubernetesSamples,
  type Sample,
  samples,
} from './approved-calls.ts';
import { endpointPolicies, policiesOf } from './concrete.ts';
import { forbiddenCalls } from './forbidden-calls.ts';
import { denied, mistake, onNeighbor, otherThan, type Powers, type Request, say } from './simulate.ts';

const ceiling = policiesOf('RemediationRole', everything);

/** The calls of a change as they leave the VPC: session, ceiling and endpoint must each allow them. */
const powers =
  (session: string) =>
  (request: Request): Powers => {
    const service = endpointOf(request);
    return {
      policies: ceiling,
      session,
      ...(service === undefined ? {} : { endpoint: endpointPolicies(service, everything) }),
    };
  };

const without = (requests: readonly Request[], own: readonly Request[]): Request[] => {
  const keys = new Set(own.map(keyOf));
  return requests.filter((one) => !keys.has(keyOf(one)));
};

/** The session alone must deny what was not approved: as if the role could do everything. */
const alone = (session: string) => (): Powers => ({ policies: [mistake], session });

/** What a session can do that it should not, and what it cannot that it must; in words, nothing when it is right. */
const problems = async ({ requests }: Sample, session: string): Promise<string[]> => {
  const others = samples.flatMap((one) => one.requests);
  const foreign = [...requests.flatMap(onNeighbor), ...without(others, requests), ...forbiddenCalls];
  return [
    ...(await otherThan(['Allowed'], requests, powers(session))),
    ...(await otherThan(denied, foreign, alone(session))),
  ];
};

describe('a session of the remediation role for one approved change', () => {
  it.each(awsSamples.map((sample) => [sample.id, sample] as const))(
    '%s: may make its own calls on its own resource, and nothing else at all',
    async (_id, sample) => expect(await problems(sample, sample.session)).toEqual([]),
  );

  it('lets groups be replaced or the check be switched, never one with the approval of the other', async () => {
    const sessionOf = (id: string) => awsSamples.find(({ action }) => action.id === id)?.session ?? '';
    const setting = (id: string, context: Request['context'] = {}): Request => ({
      action: 'ec2:ModifyNetworkInterfaceAttribute',
      resource: `arn:aws:ec2:eu-central-1:123456789012:network-interface/${id}`,
      context,
    });
    const check = setting('eni-0a1b2c3d4e5f60001', { 'ec2:Attribute/SourceDestCheck': 'false' });
    const groups = setting('eni-0a1b2c3d4e5f60002');
    expect(await otherThan(denied, [check], alone(sessionOf('isolate-network-interface')))).toEqual([]);
    expect(await otherThan(denied, [groups], alone(sessionOf('ensure-forwarding-enabled')))).toEqual([]);
    // The ceiling allows each by itself.
    expect(await otherThan(['Allowed'], [check, groups], () => ({ policies: ceiling }))).toEqual([]);
  });

  it('for a change in the cluster may say who it is and nothing else in AWS', async () => {
    const sessions = [...new Set(kubernetesSamples.map(({ session }) => session))];
    expect(sessions).toHaveLength(1);
    const [session = ''] = sessions;
    const all = [...awsSamples.flatMap(({ requests }) => requests), ...forbiddenCalls];
    expect(await otherThan(denied, all, alone(session))).toEqual([]);
    const whoAmI = { action: 'sts:GetCallerIdentity', resource: '*' };
    expect(await otherThan(['Allowed'], [whoAmI], powers(session))).toEqual([]);
  });

  it('has a sample of each row of the table of set-property', () => {
    const rows = samples.filter(({ action }) => action.id === 'set-property');
    expect(rows.map(({ id }) => id)).toEqual(settableProperties.map(({ kind }) => `set-property of ${kind}`));
  });

  it('changes nothing by an API without ARNs but through calls that have one', () => {
    const wide = awsSamples
      .flatMap(({ requests }) => requests)
      .filter((one) => one.resource === '*' && !isReading(one));
    // Cloud Control asks the service itself, with the session's credentials, on the ARN that is in the session.
    expect([...new Set(wide.map(({ action }) => action))]).toEqual(['cloudformation:UpdateResource']);
  });
});

describe('the proof itself', () => {
  const [sample] = awsSamples;
  if (sample === undefined) throw new Error('the catalogue has no action of AWS');
  const mutated = (change: (statement: Sample['statements'][number]) => Sample['statements'][number]): string =>
    sessionPolicy(sample.statements.map((one) => (one.Resource.includes('*') ? one : change(one))));

  it.each([
    ['any action of the service', mutated((one) => ({ ...one, Action: [`${one.Action[0]?.split(':')[0]}:*`] }))],
    ['the resource of somebody else', mutated((one) => ({ ...one, Resource: one.Resource.map((arn) => `${arn}-2`) }))],
    ['every resource of its kind', mutated((one) => ({ ...one, Resource: one.Resource.map((arn) => `${arn}*`) }))],
    ['one call less', mutated((one) => ({ ...one, Action: one.Action.slice(1) }))],
  ])('notices a session for %s', async (_what, session) => expect(await problems(sample, session)).not.toEqual([]));
});

describe('the largest session', () => {
  const providers = [...new Set(awsSamples.map(({ action }) => action.provider))];

  /** The same change of another resource, as long as the first. */
  const twin = (sample: Sample, mark: string): Sample['statements'] =>
    sample.statements.map((one) => ({
      ...one,
      Resource: one.Resource.map((arn) => (arn === '*' ? arn : arn.replace(/.(:\*)?$/, `${mark}$1`))),
    }));

  it.each(providers)('of three changes of %s fits what AssumeRole takes', (provider) => {
    const bySize = awsSamples
      .filter(({ action }) => action.provider === provider)
      .toSorted((a, b) => b.session.length - a.session.length);
    const three = [0, 1, 2].map((at) => bySize[at] ?? bySize[0]);
    const statements = three.flatMap((sample, at) => (sample === undefined ? [] : twin(sample, String(at))));
    expect(sessionPolicy(statements).length).toBeLessThanOrEqual(2048);
  });

  it('of one action is far from it', () => {
    for (const { id, session } of samples) expect(session.length, id).toBeLessThan(1200);
  });
});

describe('a request in these proofs', () => {
  it('stands for one call on one resource', () =>
    expect(
      samples.flatMap(({ requests }) => requests).filter(({ resource }) => resource !== '*' && /[*?]/.test(resource)),
    ).toEqual([]));

  it('is said in words', () =>
    expect(say({ action: 'a:B', resource: 'arn', context: { key: 'value' } })).toBe('a:B arn key=value'));
});
