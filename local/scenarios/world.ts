import type { AppSpec } from '../workload/app.ts';
import type { Scenario, Trouble } from './scenario.ts';

/** The trouble of an app began this long before its alarm is looked at. */
const troubleMs = 600_000;

const app = (name: string, service: string, at?: Trouble['at']): AppSpec => ({
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
  ...troubles.map((trouble) => ({
    ...app(trouble.app, 'payments', trouble.at),
    needs: trouble.needs,
    since: new Date(now.getTime() - troubleMs),
  })),
  app('catalog-api', 'catalog'),
];
