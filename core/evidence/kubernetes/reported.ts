import type { Fact } from '../facts.ts';

/** A reason and a message, and where Kubernetes gave them. */
export type Reported = { where: 'waiting' | 'terminated' | 'condition' | 'event'; reason: string; message: string };

type Row = { where: readonly Reported['where'][]; reason: RegExp; message?: RegExp; fact: Fact };

const imagePull = { where: ['waiting'], reason: /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName)$/ } as const;
/** The event `Failed` says why; the waiting reason often has gone on to `Back-off pulling image` by then. */
const pullEvent = { where: ['event'], reason: /^Failed$/ } as const;
const scheduling = { where: ['condition', 'event'], reason: /^(?:Unschedulable|FailedScheduling)$/ } as const;
const creation = { where: ['event'], reason: /^FailedCreate$/ } as const;
const configuration = { where: ['waiting'], reason: /^CreateContainerConfigError$/ } as const;

const unresolved = /no such host|name resolution|server misbehaving/i;
const denied = /unauthorized|forbidden|access denied|authentication required|no basic auth|\b40[13]\b/i;
const absent = /not found|manifest unknown|invalid reference format/i;

/** The first row that fits names the fact; what fits none is no fact. Reasons are those of the kubelet and the controllers. */
const rows: readonly Row[] = [
  { where: ['terminated'], reason: /^OOMKilled$/, fact: 'oom_killed' },
  ...[imagePull, pullEvent].flatMap((where): Row[] => [
    { ...where, message: unresolved, fact: 'image_registry_unresolved' },
    { ...where, message: denied, fact: 'image_pull_denied' },
    { ...where, message: absent, fact: 'image_not_found' },
  ]),
  { ...imagePull, fact: 'image_pull_failed' },
  { ...configuration, message: /secret.*not found|couldn't find key/i, fact: 'secret_missing' },
  { ...configuration, fact: 'container_config_failed' },
  { where: ['waiting'], reason: /^CrashLoopBackOff$/, fact: 'crash_loop' },
  { ...scheduling, message: /insufficient cpu/i, fact: 'insufficient_cpu' },
  { ...scheduling, message: /insufficient memory/i, fact: 'insufficient_memory' },
  { ...scheduling, fact: 'unschedulable' },
  { ...creation, message: /exceeded quota/i, fact: 'quota_exceeded' },
  { ...creation, message: /serviceaccount.*not found/i, fact: 'service_account_missing' },
  { where: ['event'], reason: /^Unhealthy$/, message: /^liveness/i, fact: 'liveness_failing' },
  { where: ['event'], reason: /^Unhealthy$/, message: /^readiness/i, fact: 'readiness_failing' },
];

/** The fact behind what Kubernetes reports, or undefined when it is none we know. */
export const stateFact = ({ where, reason, message }: Reported): Fact | undefined =>
  rows.find(
    (row) =>
      row.where.includes(where) && row.reason.test(reason) && (row.message === undefined || row.message.test(message)),
  )?.fact;
