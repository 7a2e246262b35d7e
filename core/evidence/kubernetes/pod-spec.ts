import * as z from 'zod';
import { labelSelector, portRef, quantities, text } from './schema.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/, the fields that name a fault. */
const handler = {
  httpGet: z.object({ port: portRef, path: text, scheme: text }).nullish(),
  tcpSocket: z.object({ port: portRef }).nullish(),
  grpc: z.object({ port: z.number() }).nullish(),
  exec: z.object({ command: z.array(z.string()).nullish() }).nullish(),
};
export const Probe = z.object({
  ...handler,
  initialDelaySeconds: z.number().nullish(),
  periodSeconds: z.number().nullish(),
  timeoutSeconds: z.number().nullish(),
  failureThreshold: z.number().nullish(),
});
export type Probe = z.infer<typeof Probe>;

const keyRef = z.object({ name: text, key: text, optional: z.boolean().nullish() }).nullish();

export const Container = z.object({
  name: z.string(),
  image: text,
  ports: z.array(z.object({ containerPort: z.number(), name: text, protocol: text })).nullish(),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: text,
        valueFrom: z.object({ secretKeyRef: keyRef, configMapKeyRef: keyRef }).nullish(),
      }),
    )
    .nullish(),
  envFrom: z.array(z.object({ prefix: text, secretRef: keyRef, configMapRef: keyRef })).nullish(),
  resources: z.object({ limits: quantities, requests: quantities }).nullish(),
  livenessProbe: Probe.nullish(),
  readinessProbe: Probe.nullish(),
  startupProbe: Probe.nullish(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: text, readOnly: z.boolean().nullish() })).nullish(),
});
export type Container = z.infer<typeof Container>;

const nodeTerm = z.object({
  matchExpressions: labelSelector.shape.matchExpressions,
  matchFields: labelSelector.shape.matchExpressions,
});
export type NodeTerm = z.infer<typeof nodeTerm>;
const podTerm = z.object({
  labelSelector: labelSelector.nullish(),
  topologyKey: text,
  namespaces: z.array(z.string()).nullish(),
});
export type PodTerm = z.infer<typeof podTerm>;

export const Toleration = z.object({ key: text, operator: text, value: text, effect: text });
export type Toleration = z.infer<typeof Toleration>;

export const PodSpec = z.object({
  containers: z.array(Container),
  initContainers: z.array(Container).nullish(),
  nodeName: text,
  nodeSelector: z.record(z.string(), z.string()).nullish(),
  serviceAccountName: text,
  imagePullSecrets: z.array(z.object({ name: text })).nullish(),
  tolerations: z.array(Toleration).nullish(),
  hostNetwork: z.boolean().nullish(),
  dnsPolicy: text,
  dnsConfig: z
    .object({ nameservers: z.array(z.string()).nullish(), searches: z.array(z.string()).nullish() })
    .nullish(),
  hostAliases: z.array(z.object({ ip: text, hostnames: z.array(z.string()).nullish() })).nullish(),
  affinity: z
    .object({
      nodeAffinity: z
        .object({
          requiredDuringSchedulingIgnoredDuringExecution: z
            .object({ nodeSelectorTerms: z.array(nodeTerm).nullish() })
            .nullish(),
        })
        .nullish(),
      podAntiAffinity: z
        .object({ requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).nullish() })
        .nullish(),
      podAffinity: z.object({ requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).nullish() }).nullish(),
    })
    .nullish(),
  volumes: z
    .array(
      z.object({
        name: z.string(),
        persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
        secret: z.object({ secretName: text, optional: z.boolean().nullish() }).nullish(),
        configMap: z.object({ name: text, optional: z.boolean().nullish() }).nullish(),
        hostPath: z.object({ path: z.string() }).nullish(),
      }),
    )
    .nullish(),
});
export type PodSpec = z.infer<typeof PodSpec>;
