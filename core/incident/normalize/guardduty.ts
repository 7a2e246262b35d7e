import * as z from 'zod';
import { Alarm, type AlarmMetric } from '../alarm.ts';
import { KubernetesName } from '../kubernetes-name.ts';
import { workloadKinds } from '../runtime-security/workload-of-pod.ts';
import { fields } from './fields.ts';
import { type Normalized, refusal } from './outcome.ts';

/** The namespace under which runbooks match types of findings. GuardDuty publishes nothing there. */
export const guardDutyNamespace = 'AWS/GuardDuty';

const Resource = z.object({
  resourceType: z.string().max(64).optional(),
  instanceDetails: z
    .object({
      instanceId: z.string().regex(/^i-[0-9a-f]{8,17}$/),
      networkInterfaces: z
        .array(z.object({ networkInterfaceId: z.string().regex(/^eni-[0-9a-f]{8,17}$/) }))
        .max(50)
        .default([]),
    })
    .optional(),
  eksClusterDetails: z.object({ name: z.string().min(1).max(100) }).optional(),
  kubernetesDetails: z
    .object({
      kubernetesWorkloadDetails: z
        .object({ name: KubernetesName, type: z.string().max(64), namespace: KubernetesName.optional() })
        .optional(),
    })
    .optional(),
});

/**
 * A finding as EventBridge delivers it: EKS audit and runtime monitoring, and EC2.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
const Envelope = z.object({
  source: z.literal('aws.guardduty'),
  'detail-type': z.literal('GuardDuty Finding'),
  detail: z.object({
    accountId: fields.account,
    region: fields.region,
    arn: fields.arn,
    /** `<purpose>:<resource>/<threat>.<mechanism>!<artifact>` */
    type: z
      .string()
      .regex(/^[A-Za-z0-9]+:[A-Za-z0-9]+\/[A-Za-z0-9.!&_-]+$/)
      .max(200),
    severity: z.number().min(0).max(10),
    title: fields.description.default(''),
    description: fields.reason.default(''),
    updatedAt: fields.time,
    resource: Resource,
    service: z
      .object({ archived: z.boolean().default(false), count: z.int().min(1).default(1) })
      .default({ archived: false, count: 1 }),
  }),
});
type Detail = z.infer<typeof Envelope>['detail'];

/** GuardDuty names kinds in lower case and in the plural: `deployments`, `pods`. */
const kindOf = (type: string): string | undefined =>
  workloadKinds.find((kind) => kind.toLowerCase() === type.toLowerCase().replace(/s$/, ''));

const dimensionsOf = ({ resource }: Detail): Record<string, string> => {
  const { instanceDetails: instance, eksClusterDetails: cluster, kubernetesDetails } = resource;
  const workload = kubernetesDetails?.kubernetesWorkloadDetails;
  const kind = workload === undefined ? undefined : kindOf(workload.type);
  const [first, ...more] = instance?.networkInterfaces ?? [];
  return {
    ...(cluster === undefined ? {} : { ClusterName: cluster.name }),
    ...(workload === undefined || kind === undefined || workload.namespace === undefined
      ? {}
      : { Kind: kind, Namespace: workload.namespace, Name: workload.name }),
    ...(instance === undefined ? {} : { InstanceId: instance.instanceId }),
    // Of an instance with several nobody says which one it was.
    ...(first === undefined || more.length > 0 ? {} : { NetworkInterfaceId: first.networkInterfaceId }),
  };
};

/** A finding of GuardDuty as an alarm, with its severity as the value that is compared; an archived one is OK. */
export const fromGuardDuty = (event: unknown): Normalized => {
  const form = 'GuardDuty finding';
  const parsed = Envelope.safeParse(event);
  if (!parsed.success) return refusal(form, parsed.error);
  const { detail } = parsed.data;
  const { accountId: account, region, arn, type, severity, title, description, updatedAt: at, service } = detail;
  const metric: AlarmMetric = {
    id: 'finding',
    namespace: guardDutyNamespace,
    name: type,
    dimensions: dimensionsOf(detail),
  };
  const times = service.count === 1 ? '' : `, seen ${service.count} times`;
  const alarm = Alarm.safeParse({
    name: type,
    arn,
    account,
    region,
    kind: 'guardduty',
    state: service.archived ? 'OK' : 'ALARM',
    ...(title === '' ? {} : { description: title }),
    reason: `severity ${severity}${times}: ${description === '' ? title : description}`.slice(0, 1023),
    threshold: severity,
    metrics: [metric],
    at,
  });
  return alarm.success ? { kind: 'alarm', alarm: alarm.data } : refusal(form, alarm.error);
};
