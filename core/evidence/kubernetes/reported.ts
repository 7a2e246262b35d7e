import type { Fact } from '../facts.ts';

/** A reason and a message, and where Kubernetes gave them. */
export type Reported = { where: 'waiting' | 'terminated' | 'event'; reason: string; message: string };

type Row = { where: readonly Reported['where'][]; reason: RegExp; message?: RegExp; fact: Fact };

const imagePull = { where: ['waiting'], reason: /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName)$/ } as const;
const configuration = { where: ['waiting'], reason: /^CreateContainerConfigError$/ } as const;
const start = { where: ['waiting'], reason: /^(?:CreateContainerError|RunContainerError)$/ } as const;
/** The event `Failed` says why; the waiting reason often has gone on to `Back-off pulling image` by then. */
const failed = { where: ['event'], reason: /^Failed$/ } as const;
const mount = { where: ['event'], reason: /^FailedMount$/ } as const;

const unresolved = /no such host|name resolution|could not resolve|\blookup \S+(?: on \S+)?: |server misbehaving/i;
/** Anybody may pull what Docker Hub has in its library, so who is denied there asked for something that is not there. */
const library = /docker\.io\/library\/.*repository does not exist|pull access denied for [^/,\s]+,/i;
const denied = /unauthorized|forbidden|denied|authentication required|authorization failed|no basic auth|\b40[13]\b/i;
const absent = /not ?found|manifest unknown|name unknown|no such manifest|no match for platform|invalid reference/i;
/** The last two: the kernel or the runtime refuses a limit that is below what starting a container takes. */
const killedForMemory =
  /OOM-?killed|memory limit too low|failed to write [^\n]{0,80}memory\.(?:max|limit_in_bytes)|minimum memory limit/i;
const secret = /secret "[^"]*" not found|couldn't find key \S+ in secret|non-existent secret key/i;
/** Each namespace gets the excepted one by itself, some moments after it was made. */
const configMap =
  /configmap "(?!kube-root-ca\.crt")[^"]*" not found|couldn't find key \S+ in configmap|non-existent config key/i;
const noAccess = /permission denied|access denied by server/i;
/** The same of an event, which tells of other failures too. */
const ofPull = ({ source, flags }: RegExp): RegExp => new RegExp(`^(?=.*(?:pull|image)).*(?:${source})`, `${flags}s`);

/**
 * The first row that fits names the fact; what fits none is no fact. Reasons are those of the kubelet and the
 * controllers.
 */
const rows: readonly Row[] = [
  { where: ['terminated'], reason: /^OOMKilled$/, fact: 'oom_killed' },
  { where: ['terminated', 'waiting'], reason: /^/, message: killedForMemory, fact: 'oom_killed' },
  {
    where: ['event'],
    reason: /^(?:Failed|BackOff|FailedCreatePodSandBox)$/,
    message: killedForMemory,
    fact: 'oom_killed',
  },
  // The node problem detector says it in a reason of its own.
  { where: ['event'], reason: /^OOMKilling$/, fact: 'oom_killed' },
  { ...imagePull, message: unresolved, fact: 'image_registry_unresolved' },
  { ...imagePull, message: library, fact: 'image_not_found' },
  { ...imagePull, message: denied, fact: 'image_pull_denied' },
  { ...imagePull, message: absent, fact: 'image_not_found' },
  { ...imagePull, fact: 'image_pull_failed' },
  { where: ['waiting'], reason: /^ErrImageNeverPull$/, fact: 'image_not_found' },
  { where: ['event'], reason: /^FailedToRetrieveImagePullSecret$/, fact: 'pull_secret_missing' },
  ...[configuration, failed, mount].flatMap((where): Row[] => [
    { ...where, message: secret, fact: 'secret_missing' },
    { ...where, message: configMap, fact: 'config_map_missing' },
  ]),
  { ...configuration, fact: 'container_config_failed' },
  { ...failed, message: ofPull(unresolved), fact: 'image_registry_unresolved' },
  { ...failed, message: ofPull(library), fact: 'image_not_found' },
  { ...failed, message: ofPull(denied), fact: 'image_pull_denied' },
  { ...failed, message: ofPull(absent), fact: 'image_not_found' },
  {
    where: ['event'],
    reason: /^(?:Failed|BackOff)$/,
    message: /pulling image|ImagePullBackOff|ErrImagePull|failed to pull/i,
    fact: 'image_pull_failed',
  },
  { ...start, message: noAccess, fact: 'volume_access_denied' },
  { ...mount, message: noAccess, fact: 'volume_access_denied' },
  { ...mount, message: /MountVolume|AttachVolume|attach or mount/, fact: 'volume_mount_failed' },
  { where: ['waiting'], reason: /^CrashLoopBackOff$/, fact: 'crash_loop' },
  { where: ['event'], reason: /^Unhealthy$/, message: /^(?:liveness|startup)/i, fact: 'liveness_failing' },
  { where: ['event'], reason: /^ProgressDeadlineExceeded$/, fact: 'rollout_stuck' },
  { where: ['event'], reason: /^Unhealthy$/, message: /^readiness/i, fact: 'readiness_failing' },
];

/** The fact behind what Kubernetes reports, or undefined when it is none we know. */
export const stateFact = ({ where, reason, message }: Reported): Fact | undefined =>
  rows.find(
    (row) =>
      row.where.includes(where) && row.reason.test(reason) && (row.message === undefined || row.message.test(message)),
  )?.fact;

const ofStart: readonly Fact[] = [
  'oom_killed',
  'image_registry_unresolved',
  'image_not_found',
  'image_pull_denied',
  'image_pull_failed',
  'pull_secret_missing',
  'secret_missing',
  'config_map_missing',
  'volume_access_denied',
  'volume_mount_failed',
];

/** True for what keeps a container from running: it is over when the container runs. */
export const isOfStart = (fact: Fact): boolean => ofStart.includes(fact);
