import { describe, expect, it } from 'vitest';
import { diagnoseByRules } from '../../../core/diagnosis/rules.ts';
import { ecsTaskFindings } from '../../../core/evidence/ecs-tasks.ts';
import { pack } from '../../../core/evidence/pack.ts';
import { later } from '../../support/incident.ts';

const since = later(-3 * 3600);
const basket = { kind: 'EcsService', name: 'quay/basket' };

type Container = { name?: string; exitCode?: number; reason?: string };
const task = (stopCode: string, stoppedReason: string, containers: Container[] = [], more = {}) => ({
  clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/quay',
  group: 'service:basket',
  taskDefinitionArn: 'arn:aws:ecs:eu-central-1:123456789012:task-definition/basket:7',
  stoppedAt: later(-300),
  stopCode,
  stoppedReason,
  containers,
  ...more,
});
const found = (...tasks: unknown[]) => ecsTaskFindings({ 'ecs:DescribeTasks': { tasks } }, since);
const exited = 'Essential container in task exited';
const app = (exitCode: number, reason = '') => ({ name: 'app', exitCode, ...(reason === '' ? {} : { reason }) });
const start = (reason: string) => task('TaskFailedToStart', reason);
const pull = (why: string) => start(`CannotPullContainerError: pull image manifest has been retried 5 time(s): ${why}`);
const init = (why: string) => start(`ResourceInitializationError: ${why}`);

const ends: [what: string, end: object, fact: string, category: string | undefined][] = [
  [
    'used up its memory',
    task('EssentialContainerExited', exited, [app(137, 'OutOfMemoryError: Container killed due to memory usage')]),
    'task_oom_killed',
    'oom_killed',
  ],
  [
    'used up its memory, as the task tells',
    task('EssentialContainerExited', 'OutOfMemory: container ended'),
    'task_oom_killed',
    'oom_killed',
  ],
  ['was killed by somebody', task('EssentialContainerExited', exited, [app(137)]), 'task_killed', 'crash_loop'],
  [
    'crashed',
    task('EssentialContainerExited', exited, [{ name: 'proxy', exitCode: 0 }, app(1)]),
    'task_exited',
    'crash_loop',
  ],
  ['ended without an error', task('EssentialContainerExited', exited, [app(0)]), 'task_exited', 'crash_loop'],
  [
    'has no image',
    pull('failed to resolve ref quay/basket:9: not found'),
    'task_image_not_found',
    'incorrect_image_reference',
  ],
  [
    'may not have its image',
    pull('pull access denied for basket, repository does not exist or may require authorization: 403 Forbidden'),
    'task_image_denied',
    'missing_image_pull_secret',
  ],
  [
    'cannot find the registry',
    pull('dial tcp: lookup registry.quay.example on 10.0.0.2:53: no such host'),
    'task_registry_unresolved',
    'image_registry_dns_failure',
  ],
  ['cannot pull', pull('context canceled'), 'task_image_failed', 'image_pull_backoff'],
  [
    'has no secret',
    init(
      'unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException',
    ),
    'task_secret_missing',
    'missing_secret_binding',
  ],
  [
    'may not read its secret',
    init(
      'unable to pull secrets or registry auth: AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue',
    ),
    'task_role_denied',
    'deployment_rollout_stuck',
  ],
  [
    'reaches nothing',
    init(
      'unable to pull secrets or registry auth: RequestError: send request failed, dial tcp 10.1.2.3:443: i/o timeout',
    ),
    'task_network_failed',
    'deployment_rollout_stuck',
  ],
  [
    'has no network interface',
    start('Timeout waiting for network interface provisioning to complete.'),
    'task_network_failed',
    'deployment_rollout_stuck',
  ],
  [
    'cannot start its container',
    start('CannotStartContainerError: failed to create task'),
    'task_start_failed',
    'deployment_rollout_stuck',
  ],
  [
    'finds no capacity',
    start('Capacity is unavailable at this time. Please try again later'),
    'task_unplaced',
    'pending_pod',
  ],
  [
    'fails the checks of the load balancer',
    task('ServiceSchedulerInitiated', 'Task failed ELB health checks in (target-group targetgroup/basket)', [app(143)]),
    'task_unhealthy',
    'probe_failure',
  ],
  [
    'fails its own checks',
    task('ServiceSchedulerInitiated', 'Task failed container health checks', [app(137)]),
    'task_unhealthy',
    'probe_failure',
  ],
  [
    'lost its host',
    task('SpotInterruption', 'Your Spot Task was interrupted.', [app(143)]),
    'task_host_lost',
    undefined,
  ],
];

describe('a stopped task', () => {
  it.each(ends)('that %s is a fact of its service, and names the cause', (_what, end, fact, category) => {
    const findings = found(end);
    expect(findings).toMatchObject([{ fact, resource: basket, data: { tasks: 1, taskDefinition: 'basket:7' } }]);
    const { kind, causes } = diagnoseByRules(pack({ findings, gaps: [] }).pack, basket);
    expect({ kind, category: causes[0]?.category }).toEqual(
      category === undefined ? { kind: 'abstained', category } : { kind: 'diagnosed', category },
    );
  });

  it.each([
    ['a rollout', 'ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/0123)', 137],
    ['scaling in', 'ServiceSchedulerInitiated', 'Scaling activity initiated by (service basket)', 143],
    ['a person', 'UserInitiated', 'Task stopped by user', 1],
  ])('that was stopped by %s is no fault, however it ended', (_who, code, reason, exit) =>
    expect(found(task(code, reason, [app(exit)]))).toEqual([]),
  );

  it('counts with others of the same end, since the first of them', () => {
    const crash = (seconds: number, more = {}) =>
      task('EssentialContainerExited', exited, [app(1)], { stoppedAt: later(seconds), ...more });
    const other = { group: 'service:ledger' };
    const findings = found(
      crash(-60),
      crash(-600),
      crash(-90, other),
      crash(-4 * 3600),
      crash(-30, { group: 'family:job' }),
      {},
    );
    expect(findings.map(({ summary, resource, time }) => [summary, resource.name, time])).toEqual([
      [
        '2 stopped tasks: container app: Essential container in task exited (exit code 1)',
        'quay/basket',
        later(-600).toISOString(),
      ],
      [
        '1 stopped tasks: container app: Essential container in task exited (exit code 1)',
        'quay/ledger',
        later(-90).toISOString(),
      ],
    ]);
  });

  it('that was killed while its memory was used up has used it up', () => {
    const memory = { fact: 'memory_saturated', summary: 'm', resource: basket, data: {} } as const;
    const findings = [...found(task('EssentialContainerExited', exited, [app(137)])), memory];
    const { causes } = diagnoseByRules(pack({ findings, gaps: [] }).pack, basket);
    expect(causes.map(({ category }) => category)).toEqual(['oom_killed']);
  });
});
