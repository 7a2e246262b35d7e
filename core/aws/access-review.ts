import * as z from 'zod';
import { NotPermitted } from '../remediation/errors.ts';
import type { RemediationAccess } from '../remediation/ports.ts';
import { answered } from './kubernetes-answer.ts';
import type { KubernetesConfig } from './kubernetes-http.ts';
import { rbacOf } from './kubernetes-path.ts';

export type AccessReviewConfig = KubernetesConfig & {
  /** `arn:<partition>:iam::<account>:role/<name>` of the remediation role. */
  remediationRoleArn: string;
};

/** The group of the access entry RemediationClusterAccess in template.yaml, and the one every identity is in. */
const groups = ['sovereign-ops-remediators', 'system:authenticated'];

const Review = z.object({ status: z.object({ allowed: z.boolean(), reason: z.string().optional() }) });

const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

/**
 * The user name that a session of the role has in the cluster by its access entry: the ARN of the assumed role, session name
 * included. Source: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
const userOf = (roleArn: string, incidentId: string): string => {
  const [, partition, account, role] = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  if (role === undefined) throw new NotPermitted(`not the ARN of a role: ${roleArn}`);
  return `arn:${partition}:sts::${account}:assumed-role/${role}/${incidentId}`;
};

/**
 * Asks the API server by SubjectAccessReview, in the name of the session that an approved change would have. It asks RBAC;
 * the admission policy judges the change itself and is not asked. Who may not even ask is told so: uncertainty denies.
 */
export const accessReviews = (config: AccessReviewConfig): RemediationAccess => ({
  may: async ({ verb, target }, incidentId) => {
    const spec = {
      user: userOf(config.remediationRoleArn, incidentId),
      groups,
      resourceAttributes: {
        ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
        verb,
        ...rbacOf(target.kind),
        // A request that creates goes to the collection: what it is judged by has no name.
        ...(verb === 'create' ? {} : { name: target.name }),
      },
    };
    const body = JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec });
    try {
      const { status } = await answered(config, Review, { method: 'POST', path, body });
      return status.allowed ? { kind: 'allowed' } : { kind: 'denied', reason: 'RBAC of the cluster does not allow it' };
    } catch (error) {
      if (!(error instanceof NotPermitted)) throw error;
      return { kind: 'denied', reason: 'the proposer may not ask the cluster what the remediation identity may do' };
    }
  },
});
