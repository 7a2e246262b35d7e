import * as z from 'zod';

/** RFC 1123 subdomain, which the names of all Kubernetes objects here are. */
export const KubernetesName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/);
