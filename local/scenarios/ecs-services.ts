import type { EcsServiceSpec, Revision } from '../workload/ecs-service.ts';
import type { EcsTrouble, Scenario } from './scenario.ts';

const account = '123456789012';
const region = 'eu-central-1';
/** The cluster of the scenarios. */
export const sampleCluster = 'quay';

const revision = (name: string, number: number, fails = false): Revision => ({
  revision: number,
  active: true,
  fails,
  content: {
    family: name,
    taskRoleArn: `arn:aws:iam::${account}:role/${name}-task`,
    executionRoleArn: `arn:aws:iam::${account}:role/${name}-execution`,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '1024',
    memory: '2048',
    containerDefinitions: [
      {
        name: 'app',
        image: `registry.example.internal/${name}:1.${number}.0`,
        essential: true,
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      },
    ],
  },
});

const service = (name: string, targetGroup: string): EcsServiceSpec => ({
  cluster: sampleCluster,
  name,
  account,
  region,
  desiredCount: 4,
  loadBalancer: 'app/quay/50dc6c495c0c9188',
  targetGroup: `targetgroup/${name}/${targetGroup}`,
  revisions: [revision(name, 41), revision(name, 42)],
  alarm: { name: `quay-${name}-cpu`, watches: 'cpu' },
});

/** Every service of the cluster as it is without trouble. */
const usual = [
  service('storefront', '6d0ecf831eec9f09'),
  service('basket', '73e2d6bc24d8a067'),
  service('catalog', 'f2b81c7790aa4e15'),
];

const p99Alarm = (name: string) => ({ name: `quay-${name}-p99`, watches: 'latency' }) as const;

const inTrouble = (name: string, trouble: EcsTrouble, since: Date): EcsServiceSpec => {
  const found = usual.find((one) => one.name === name) ?? service(name, '0a1b2c3d4e5f6071');
  const spec = { ...found, ...trouble.at };
  switch (trouble.kind) {
    case 'ecs-overload':
      return {
        ...spec,
        alarm: trouble.at?.alarm ?? (trouble.watches === 'latency' ? p99Alarm(name) : spec.alarm),
        trouble: { since, needsTasks: trouble.needsTasks },
      };
    case 'ecs-bad-deploy':
      return {
        ...spec,
        deployedAt: since,
        revisions: [revision(name, 40), revision(name, 41), revision(name, 42, true)],
        alarm: trouble.at?.alarm ?? { name: `quay-${name}-5xx`, watches: 'errors' },
        trouble: { since, alwaysFails: !trouble.curable },
      };
    default:
      return trouble satisfies never;
  }
};

/** The services of a scenario: those in trouble in the order of their alarms, and the others, which have none. */
export const servicesOf = ({ troubles }: Scenario, since: Date): EcsServiceSpec[] => {
  const theirs = troubles.filter((trouble): trouble is EcsTrouble => trouble.kind.startsWith('ecs-'));
  const names = theirs.map(({ service: name }) => name);
  return [
    ...theirs.map((trouble) => inTrouble(trouble.service, trouble, since)),
    ...usual.filter(({ name }) => !names.includes(name)),
  ];
};
