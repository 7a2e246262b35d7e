import { describe, expect, it } from 'vitest';
import { accessReviews } from '../../../core/aws/access-review.ts';
import { apiServer } from './api-server.ts';

const deployment = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
const patching = { verb: 'patch', target: deployment } as const;
const remediationRoleArn = 'arn:aws:iam::123456789012:role/ops/remediation';

const asking = async (...answers: Parameters<typeof apiServer>) => {
  const { seen, config } = await apiServer(...answers);
  return { seen, access: accessReviews({ ...config, remediationRoleArn }) };
};
const review = (allowed: boolean) => ({ status: 201, body: { kind: 'SubjectAccessReview', status: { allowed } } });

describe('an access review', () => {
  it('asks for the session of the remediation role, not for whoever asks', async () => {
    const { seen, access } = await asking(review(true));
    expect(await access.may(patching, 'inc-7f3a')).toEqual({ kind: 'allowed' });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        headers: { 'content-type': 'application/json' },
      },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: 'arn:aws:sts::123456789012:assumed-role/remediation/inc-7f3a',
        groups: ['sovereign-ops-remediators', 'system:authenticated'],
        resourceAttributes: {
          namespace: 'checkout',
          verb: 'patch',
          group: 'apps',
          version: 'v1',
          resource: 'deployments',
          name: 'payments-api',
        },
      },
    });
  });

  it('asks about what has no namespace and is of the core group, too', async () => {
    const { seen, access } = await asking(review(true));
    await access.may({ verb: 'patch', target: { kind: 'Node', name: 'ip-10-0-1-7' } }, 'inc-7f3a');
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      spec: { resourceAttributes: { verb: 'patch', group: '', version: 'v1', resource: 'nodes', name: 'ip-10-0-1-7' } },
    });
    expect(seen[0]?.body).not.toContain('namespace');
  });

  it.each([
    ['delete', { name: 'sovereign-ops-quarantine-deployment-receipts' }],
    // The API server asks for a creation without a name.
    ['create', {}],
  ] as const)('asks whether it may %s a NetworkPolicy', async (verb, named) => {
    const { seen, access } = await asking(review(true));
    const target = {
      kind: 'NetworkPolicy',
      namespace: 'checkout',
      name: 'sovereign-ops-quarantine-deployment-receipts',
    };
    await access.may({ verb, target }, 'inc-7f3a');
    const { spec } = JSON.parse(seen[0]?.body ?? '');
    expect(spec.resourceAttributes).toEqual({
      namespace: 'checkout',
      verb,
      group: 'networking.k8s.io',
      version: 'v1',
      resource: 'networkpolicies',
      ...named,
    });
  });

  it('says no when RBAC does', async () => {
    const { access } = await asking(review(false));
    expect(await access.may(patching, 'inc-7f3a')).toMatchObject({ kind: 'denied' });
  });

  it('says no when it may not even ask: uncertainty denies', async () => {
    const { access } = await asking({ status: 403, body: {} });
    expect(await access.may(patching, 'inc-7f3a')).toMatchObject({
      kind: 'denied',
      reason: expect.stringMatching(/may not ask/),
    });
  });

  it.each([
    { status: 500, body: {} },
    { status: 201, body: { status: {} } },
    { status: 201, body: 'no JSON' },
  ])('throws when the API server gives no answer: %j', async (answer) => {
    const { access } = await asking(answer);
    await expect(access.may(patching, 'inc-7f3a')).rejects.toMatchObject({ name: 'ProviderUnavailable' });
  });

  it('refuses what is not the ARN of a role', async () => {
    const { config } = await apiServer(review(true));
    const access = accessReviews({ ...config, remediationRoleArn: 'remediation' });
    await expect(access.may(patching, 'inc-7f3a')).rejects.toMatchObject({ name: 'NotPermitted' });
  });
});
