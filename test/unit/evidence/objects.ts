/** Kubernetes objects as the API lists them, reduced to what a test is about. */
export const pod = (
  status: Record<string, unknown>,
  over: { name?: string; owner?: { kind: string; name: string }; labels?: Record<string, string> } = {},
) => ({
  metadata: {
    name: over.name ?? 'payments-api-6d5f-x2x2z',
    ...(over.labels === undefined ? {} : { labels: over.labels }),
    ownerReferences: [over.owner ?? { kind: 'ReplicaSet', name: 'payments-api-6d5f' }],
  },
  spec: { containers: [{ name: 'app', resources: { limits: { memory: '512Mi' } } }] },
  status,
});
export const replicaSet = {
  metadata: { name: 'payments-api-6d5f', ownerReferences: [{ kind: 'Deployment', name: 'payments-api' }] },
};
export const deployment = (replicas: number, readyReplicas: number) => ({
  metadata: { name: 'payments-api' },
  spec: { replicas },
  status: { readyReplicas },
});
export const workload = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
export const killed = (finishedAt: string) => ({
  containerStatuses: [
    {
      name: 'app',
      restartCount: 4,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } },
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt } },
    },
  ],
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
/** An object with its kind and the namespace of these tests, as `kubectl get -o json` gives it. */
export const inNamespace = (kind: string, object: Record<string, unknown>): Record<string, unknown> => ({
  ...object,
  kind,
  metadata: { namespace: 'checkout', ...(isRecord(object['metadata']) ? object['metadata'] : {}) },
});
