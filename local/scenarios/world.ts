import type { AppSpec } from '../workload/app.ts';
import { type Cluster, simulatedCluster } from '../workload/cluster.ts';
import { type Ecs, simulatedEcs } from '../workload/ecs.ts';
import { type GatewaySpec, simulatedGateway } from '../workload/gateway.ts';
import type { DatabaseSpec } from '../workload/database.ts';
import { simulatedDatabases } from '../workload/databases.ts';
import { type FunctionSpec, simulatedFunctions } from '../workload/functions.ts';
import { simulatedInstance } from '../workload/instance.ts';
import { joinedReader, joinedWriter } from '../workload/joined-kubernetes.ts';
import { type IntruderSpec, simulatedIntruders } from '../workload/intrusions/intruders.ts';
import { type Intrusions, simulatedIntrusions } from '../workload/intrusions/intrusions.ts';
import { simulatedRollouts } from '../workload/rollouts/rollouts.ts';
import { simulatedSpend, type SpendSpec } from '../workload/spend.ts';
import { type World, worldOf } from '../workload/world.ts';
import { portOf } from '../../core/remediation/provider.ts';
import { servicesOf } from './ecs-services.ts';
import { rolloutsOf } from './rollouts.ts';
import type { AppTrouble, GatewayTrouble, Scenario } from './scenario.ts';

/** A trouble began this long before its alarm is looked at. */
export const troubleMs = 600_000;

const here = { account: '123456789012', region: 'eu-central-1' } as const;

const sinceOf = (now: Date): Date => new Date(now.getTime() - troubleMs);

const app = (name: string, service: string, at?: AppTrouble['at']): AppSpec => ({
  cluster: 'harbor',
  namespace: 'checkout',
  name,
  service,
  container: 'app',
  alarm: { name: `checkout-${name}-oomkilled`, ...here },
  ...at,
  memoryLimit: '512Mi',
  minReplicas: 2,
  maxReplicas: 10,
  needs: { memory: '512Mi', replicas: 2 },
});

/** The apps of a scenario: those in trouble since ten minutes, and a neighbor that has none. */
export const appsOf = ({ troubles }: Scenario, now: Date): AppSpec[] => [
  ...troubles
    .filter((trouble) => trouble.kind === 'app')
    .map((trouble) => ({ ...app(trouble.app, 'payments', trouble.at), needs: trouble.needs, since: sinceOf(now) })),
  app('catalog-api', 'catalog'),
];

const databasesOf = ({ troubles }: Scenario, now: Date): DatabaseSpec[] =>
  troubles
    .filter((trouble) => trouble.kind === 'database')
    .map(({ instance, lacks, alarm }) => ({
      name: instance,
      engine: 'postgres',
      instanceClass: 'db.r6g.large',
      storageGiB: 100,
      alarm: alarm ?? { name: `${instance}-${lacks === 'storage' ? 'storage-low' : 'connections'}`, ...here },
      trouble: lacks,
      since: sinceOf(now),
    }));

const functionsOf = ({ troubles }: Scenario, now: Date): FunctionSpec[] =>
  troubles
    .filter((trouble) => trouble.kind === 'function')
    .map(({ function: name, needs, alarm }) => ({
      name,
      memoryMiB: 1024,
      reserved: 10,
      needs,
      alarm: alarm ?? { name: `${name}-throttles`, ...here },
      since: sinceOf(now),
    }));

const intrudersOf = ({ troubles }: Scenario): IntruderSpec[] =>
  troubles
    .filter((trouble) => trouble.kind === 'intrusion')
    .map(({ app: name, act, at = { cluster: 'harbor', namespace: 'checkout' } }) => ({
      ...at,
      name,
      container: 'app',
      replicas: 2,
      act,
      alarm: { name: `events in ${name}`, ...here },
    }));

const spendOf = ({ troubles }: Scenario, now: Date): SpendSpec[] =>
  troubles
    .filter((trouble) => trouble.kind === 'spend')
    .map(({ alarm = { name: 'Cost anomaly', ...here } }) => ({
      alarm,
      monitor: `arn:aws:ce::${alarm.account}:anomalymonitor/7c2d9f10-3a61-4a3e-8d35-0a4f6f2b9c11`,
      // Before the bill shows it.
      since: new Date(now.getTime() - 40 * 60_000),
    }));

/** As the runbook and the policy name them. */
export const sampleGateway = {
  subnetId: 'subnet-0a1b2c3d4e5f60000',
  failed: 'eni-0a1b2c3d4e5f60001',
  standby: 'eni-0a1b2c3d4e5f60002',
} as const;

const gatewayOf = (
  { standbyForwards, standbyAnswers, at: { subnetId, failed, standby } = sampleGateway }: GatewayTrouble,
  now: Date,
): GatewaySpec => ({
  address: '10.20.1.75',
  subnetId,
  failed: { id: failed, primary: '10.20.1.11' },
  standby: { id: standby, primary: '10.20.1.12', sourceDestCheck: !standbyForwards },
  alarm: { name: 'checkout-gateway-unreachable', ...here },
  since: sinceOf(now),
  standbyAnswers,
});

/** What a scenario plays in: the two clusters, which are always there, and whatever else its troubles are of. */
export const worldFor = (
  scenario: Scenario,
  now: () => Date,
): World & { cluster: Cluster; ecs: Ecs; intrusions: Intrusions } => {
  const start = now();
  const cluster = simulatedCluster(appsOf(scenario, start), now);
  const rollouts = simulatedRollouts(rolloutsOf(scenario, sinceOf(start)), now);
  const ecs = simulatedEcs(servicesOf(scenario, sinceOf(start)), now);
  const databases = simulatedDatabases(databasesOf(scenario, start), now);
  const functions = simulatedFunctions(functionsOf(scenario, start), now);
  const gateways = scenario.troubles
    .filter((trouble) => trouble.kind === 'gateway')
    .map((trouble) => simulatedGateway(gatewayOf(trouble, start), now));
  const spend = simulatedSpend(spendOf(scenario, start), now);
  const instances = scenario.troubles
    .filter((trouble) => trouble.kind === 'instance')
    .map((trouble) => simulatedInstance(trouble, now));
  const intruded = intrudersOf(scenario);
  const intrusions = simulatedIntrusions(intruded, now);
  const intruders = { ...intrusions, ...simulatedIntruders(intruded, intrusions, now) };
  const world = worldOf(
    [cluster, rollouts, ecs, ...gateways, ...instances, databases, functions, spend, intruders],
    now,
  );
  const clusters = [cluster, rollouts, intrusions];
  return {
    ...world,
    readers: {
      ...world.readers,
      kubernetes: joinedReader(clusters.map(({ readers }) => portOf(readers, 'kubernetes'))),
    },
    writers: {
      ...world.writers,
      kubernetes: joinedWriter(
        clusters.map(({ writers }) => portOf(writers, 'kubernetes')),
        intrusions.kubernetes,
      ),
    },
    cluster,
    ecs,
    intrusions,
  };
};
