import type { AppSpec } from '../workload/app.ts';
import { type Cluster, simulatedCluster } from '../workload/cluster.ts';
import { type GatewaySpec, simulatedGateway } from '../workload/gateway.ts';
import { type World, worldOf } from '../workload/world.ts';
import type { AppTrouble, GatewayTrouble, Scenario } from './scenario.ts';

/** The trouble of an app began this long before its alarm is looked at. */
const troubleMs = 600_000;

const app = (name: string, service: string, at?: AppTrouble['at']): AppSpec => ({
  cluster: 'harbor',
  namespace: 'checkout',
  name,
  service,
  container: 'app',
  alarm: { name: `checkout-${name}-oomkilled`, account: '123456789012', region: 'eu-central-1' },
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
    .map((trouble) => ({
      ...app(trouble.app, 'payments', trouble.at),
      needs: trouble.needs,
      since: new Date(now.getTime() - troubleMs),
    })),
  app('catalog-api', 'catalog'),
];

const gatewayOf = ({ standbyForwards, standbyAnswers }: GatewayTrouble, now: Date): GatewaySpec => ({
  address: '10.20.1.75',
  subnetId: 'subnet-0a1b2c3d4e5f60000',
  failed: { id: 'eni-0a1b2c3d4e5f60001', primary: '10.20.1.11' },
  standby: { id: 'eni-0a1b2c3d4e5f60002', primary: '10.20.1.12', sourceDestCheck: !standbyForwards },
  alarm: { name: 'checkout-gateway-unreachable', account: '123456789012', region: 'eu-central-1' },
  since: new Date(now.getTime() - troubleMs),
  standbyAnswers,
});

/** What a scenario plays in: the cluster, which is always there, and whatever else its troubles are of. */
export const worldFor = (scenario: Scenario, now: () => Date): World & { cluster: Cluster } => {
  const cluster = simulatedCluster(appsOf(scenario, now()), now);
  const gateways = scenario.troubles
    .filter((trouble) => trouble.kind === 'gateway')
    .map((trouble) => simulatedGateway(gatewayOf(trouble, now()), now));
  return { ...worldOf([cluster, ...gateways], now), cluster };
};
