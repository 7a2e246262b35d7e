import type { AppSpec } from './app.ts';
import { uid } from './names.ts';

/** The stored parts of an apps/v1 Deployment: what a patch can change. Its status is computed when it is read. */
export const newDeployment = ({ namespace, name, container, memoryLimit, minReplicas }: AppSpec) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace,
    uid: uid(`Deployment/${namespace}/${name}`),
    generation: 1,
    resourceVersion: '1000',
    labels: { app: name },
    annotations: { 'deployment.kubernetes.io/revision': '1' },
  },
  spec: {
    replicas: minReplicas,
    selector: { matchLabels: { app: name } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: container,
            image: `registry.example.internal/${name}:4.2.0`,
            ports: [{ containerPort: 8080, protocol: 'TCP' }],
            resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: memoryLimit } },
          },
        ],
        restartPolicy: 'Always',
      },
    },
  },
});

/** The stored parts of the autoscaling/v2 HorizontalPodAutoscaler of the same name. */
export const newAutoscaler = ({ namespace, name, minReplicas, maxReplicas }: AppSpec) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: {
    name,
    namespace,
    uid: uid(`HorizontalPodAutoscaler/${namespace}/${name}`),
    resourceVersion: '1000',
    labels: { app: name },
  },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas,
    maxReplicas,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  },
});
