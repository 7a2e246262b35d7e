import type { Fact } from './facts.ts';

/** Why a task stopped, as ECS tells: its own reason, and that of one of its containers. */
export type Stopped = { code: string; reason: string; container?: { reason: string; exitCode?: number } };

/** `text`: patterns that one of the texts must all have; one after another, so that a hostile text costs linear time. */
type Row = { text?: readonly RegExp[]; code?: RegExp; exit?: (code: number) => boolean; fact: Fact | 'none' };

const pull = /CannotPull(?:Container|ECRContainer|ImageManifest)?Error/i;
const initialization = /ResourceInitializationError/i;

/**
 * The first row that fits names the fact. Codes and texts are those of the agents:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html. An exit code counts only where the
 * task ended by itself: whoever is stopped by a rollout or by scaling is ended by a signal, too.
 */
const rows: readonly Row[] = [
  { text: [/OutOfMemory(?:Error)?\b|killed due to memory usage/i], fact: 'task_oom_killed' },
  { text: [pull, /no such host|server misbehaving|name resolution/i], fact: 'task_registry_unresolved' },
  {
    text: [
      pull,
      /access ?denied|not authorized|unauthorized|forbidden|no basic auth|authentication required|\b40[13]\b/i,
    ],
    fact: 'task_image_denied',
  },
  { text: [pull, /not found|manifest unknown|does not exist|invalid reference/i], fact: 'task_image_not_found' },
  { text: [pull], fact: 'task_image_failed' },
  {
    text: [
      initialization,
      /secret|parameter/i,
      /ResourceNotFound|can't find|cannot find|did not contain|invalid ssm parameters|does not exist/i,
    ],
    fact: 'task_secret_missing',
  },
  {
    text: [initialization, /access ?denied|not authorized|unable to assume|assume role|no valid credential/i],
    fact: 'task_role_denied',
  },
  {
    text: [initialization, /timeout|timed out|deadline exceeded|no such host|connection refused|unreachable|\beni\b/i],
    fact: 'task_network_failed',
  },
  { text: [/network interface provision/i], fact: 'task_network_failed' },
  { text: [/unexpected EC2 error/i, /network/i], fact: 'task_network_failed' },
  { text: [/unable to assume (?:the )?(?:service linked )?role|is unable to assume/i], fact: 'task_role_denied' },
  { text: [/capacity is unavailable|Fargate Spot capacity/i], fact: 'task_unplaced' },
  { code: /^(?:SpotInterruption|TerminationNotice)$/, fact: 'task_host_lost' },
  { text: [/^host ec2|\binstance\b|spot (?:task|instance)/i, /terminated|interrupted/i], fact: 'task_host_lost' },
  { text: [/\bfailed\b/i, /health checks?/i], fact: 'task_unhealthy' },
  { code: /^(?:UserInitiated|ServiceSchedulerInitiated)$/, fact: 'none' },
  { text: [/^scaling activity|^task stopped by user|deployment/i], fact: 'none' },
  { exit: (code) => code === 137, fact: 'task_killed' },
  { exit: (code) => code !== 0, fact: 'task_exited' },
  { code: /^TaskFailedToStart$/, fact: 'task_start_failed' },
  { text: [initialization], fact: 'task_start_failed' },
  {
    text: [/Cannot(?:Start|Create|Inspect)\w{0,40}Error|RuntimeTimeoutError|DockerTimeoutError/i],
    fact: 'task_start_failed',
  },
  // An essential container that ends well still ends the task, and a service wants it to go on.
  { code: /^EssentialContainerExited$/, fact: 'task_exited' },
];

/** ECS cuts reasons at 1,024. */
const mostCharacters = 2_000;

/** The fact behind the end of a task; undefined where it ended as somebody wanted, or nothing says why. */
export const stopFact = ({ code, reason, container }: Stopped): Fact | undefined => {
  const texts = [reason, container?.reason ?? ''].map((text) => text.slice(0, mostCharacters));
  const row = rows.find(
    (one) =>
      (one.code === undefined || one.code.test(code)) &&
      (one.text === undefined || texts.some((text) => one.text?.every((pattern) => pattern.test(text)))) &&
      (one.exit === undefined || (container?.exitCode !== undefined && one.exit(container.exitCode))),
  );
  return row === undefined || row.fact === 'none' ? undefined : row.fact;
};
