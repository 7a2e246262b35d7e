import * as z from 'zod';

/** A name of an object of Kubernetes: of a pod, a namespace, a workload. */
export const KubernetesName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/);
