import type { Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Detector } from '../detector.ts';
import { serviceQuotas, storageQuotas } from './object-quotas.ts';
import { quotaFindings } from './quota-findings.ts';
import { type Short, shortOfPods } from './refused.ts';

const absentAccount = /service ?account "([^"]+)" not found/i;
const otherRefusal = /forbidden|denied the request|violates|admission webhook|is invalid/i;

/** The account that a pod would run as does not exist: by the list of accounts, or by what the API server said. */
const account = (short: Short, cluster: Cluster): Finding[] => {
  const accounts = cluster.ServiceAccount.filter(({ metadata }) => metadata.namespace === short.namespace);
  const [, said] = absentAccount.exec(short.message ?? '') ?? [];
  // Each namespace has its default account, which a listing may leave out.
  const wanted = short.template?.serviceAccountName ?? said;
  if (wanted == null || (wanted === 'default' && said === undefined)) return [];
  const isListed = accounts.some(({ metadata }) => metadata.name === wanted);
  if (isListed || (accounts.length === 0 && said === undefined)) return [];
  return [
    {
      fact: 'service_account_missing',
      summary: `no pod of ${short.resource.name} can be created: service account ${short.namespace}/${wanted} does not exist`,
      resource: short.resource,
      ...(short.time === undefined ? {} : { time: short.time }),
      data: { serviceAccount: wanted, missing: short.missing },
      pointer: `kubernetes.json ${short.kind}/${short.namespace}/${short.name}/spec/template/spec/serviceAccountName`,
    },
  ];
};

const denied = (short: Short): Finding[] =>
  short.message === undefined || !otherRefusal.test(short.message)
    ? []
    : [
        {
          fact: 'pod_creation_denied',
          summary: `no pod of ${short.resource.name} can be created: ${short.message}`,
          resource: short.resource,
          ...(short.time === undefined ? {} : { time: short.time }),
          data: { missing: short.missing },
          pointer: `kubernetes.json ${short.kind}/${short.namespace}/${short.name}/status/conditions`,
        },
      ];

/** An account that exists by now is no reason any more, though the last event may still speak of it. */
const withoutOldReason = ({ message, ...short }: Short): Short =>
  message === undefined || absentAccount.test(message) ? short : { ...short, message };

const whyRefused = (short: Short, cluster: Cluster): Finding[] => {
  const missing = account(short, cluster);
  if (missing.length > 0) return missing;
  const now = withoutOldReason(short);
  const quotas = quotaFindings(now, cluster);
  return quotas.length > 0 ? quotas : denied(now);
};

/** Why pods, Services and claims are not created: what the API server refuses, and still does. */
export const admission: Detector = (seen) => [
  ...shortOfPods(seen.cluster, seen.since).flatMap((short) => whyRefused(short, seen.cluster)),
  ...serviceQuotas(seen),
  ...storageQuotas(seen),
];
