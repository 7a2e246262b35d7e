import { Template } from '../workload/rollouts/fate.ts';
import type { RolloutSpec } from '../workload/rollouts/rollout.ts';
import type { RolloutTrouble, Scenario } from './scenario.ts';

const here = { account: '123456789012', region: 'eu-central-1' } as const;
const listensOn = 8080;

type Parts = { tag?: string; cpu?: string; probePort?: number };

const imageOf = (name: string, tag: string): string => `registry.example.internal/${name}:${tag}`;
/** What runs, what is rolled out after it, and a name that nobody pushed. */
const [old, next, mistyped] = ['4.2.0', '4.3.0', '4.3.0-rc1'];

const template = (name: string, { tag = old, cpu = '250m', probePort = listensOn }: Parts): Template =>
  Template.parse({
    metadata: { labels: { app: name } },
    spec: {
      containers: [
        {
          name: 'app',
          image: imageOf(name, tag),
          imagePullPolicy: 'IfNotPresent',
          ports: [{ name: 'http', containerPort: listensOn, protocol: 'TCP' }],
          resources: { requests: { cpu, memory: '256Mi' }, limits: { memory: '512Mi' } },
          readinessProbe: {
            httpGet: { path: '/healthz', port: probePort, scheme: 'HTTP' },
            initialDelaySeconds: 5,
            periodSeconds: 10,
            timeoutSeconds: 1,
            successThreshold: 1,
            failureThreshold: 3,
          },
        },
      ],
      restartPolicy: 'Always',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
    },
  });

type Story = { watches: RolloutSpec['alarm']['watches']; after?: Parts };
const stories: Readonly<Record<RolloutTrouble['wrong'], Story>> = {
  image: { watches: 'image-pulls', after: { tag: mistyped } },
  cpu: { watches: 'pending', after: { tag: next, cpu: '6' } },
  probe: { watches: 'unavailable', after: { tag: next, probePort: 9090 } },
  errors: { watches: 'errors', after: { tag: next } },
  nothing: { watches: 'restarts' },
};

const hourMs = 3_600_000;

/** A load balancer as its controller in the cluster names it: https://kubernetes-sigs.github.io/aws-load-balancer-controller. */
const targetsOf = (name: string) => ({
  loadBalancer: 'app/harbor/9f1c2b7de04a5836',
  targetGroup: `targetgroup/k8s-checkout-${name.replaceAll('-', '').slice(0, 8)}-7c1e90d2ab/3d5b9a70c1e24f68`,
});

const rolloutOf = ({ app: name, wrong, slo, at }: RolloutTrouble, since: Date): RolloutSpec => {
  const { watches, after } = stories[wrong];
  const {
    cluster,
    namespace,
    targets = targetsOf(name),
    alarm,
  } = at ?? {
    cluster: 'harbor',
    namespace: 'checkout',
    alarm: { name: `checkout-${name}-${slo === true ? 'slo-burn' : watches}`, ...here },
  };
  return {
    cluster,
    namespace,
    name,
    replicas: 3,
    before: template(name, {}),
    ...(after === undefined ? {} : { rolledOut: { at: since, template: template(name, after) } }),
    program: {
      listensOn,
      published: [old, next].map((tag) => imageOf(name, tag)),
      faulty: wrong === 'errors' ? [imageOf(name, next)] : [],
    },
    alarm: { ...alarm, watches, ...(slo === true ? { slo } : {}) },
    ...(wrong === 'nothing' ? { restartedAt: new Date(since.getTime() - 20 * hourMs) } : {}),
    ...(wrong === 'errors' ? { targets } : {}),
  };
};

/** The Deployments of a scenario that were rolled out, in the order of their alarms. */
export const rolloutsOf = ({ troubles }: Scenario, since: Date): RolloutSpec[] =>
  troubles.filter((trouble) => trouble.kind === 'rollout').map((trouble) => rolloutOf(trouble, since));
