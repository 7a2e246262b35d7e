import type * as z from 'zod';
import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../remediation/errors.ts';
import { exchange, type KubernetesAnswer, type KubernetesConfig, type KubernetesRequest } from './kubernetes-http.ts';

/** The error of an answer. 401 and 403: not allowed. Any other 4xx but 408 and 429: refused before anything changed. The rest: not known. */
export const refusal = ({ method, path }: KubernetesRequest, { status }: KubernetesAnswer): Error => {
  const message = `${method} ${path}: the API server answered ${status}`;
  if (status === 401 || status === 403) return new NotPermitted(message);
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) return new PreconditionFailed(message);
  return new ProviderUnavailable(message);
};

/** The body of an answer; `ProviderUnavailable` when it is not what was expected. */
export const parsed = <T>(schema: z.ZodType<T>, { method, path }: KubernetesRequest, { body }: KubernetesAnswer): T => {
  try {
    return schema.parse(JSON.parse(body));
  } catch (cause) {
    throw new ProviderUnavailable(`${method} ${path}: the answer is not a Kubernetes object`, { cause });
  }
};

/** One request and its answer. Throws `NotPermitted`, `PreconditionFailed` or `ProviderUnavailable`. */
export const answered = async <T>(
  config: KubernetesConfig,
  schema: z.ZodType<T>,
  request: KubernetesRequest,
): Promise<T> => {
  const answer = await exchange(config, request);
  if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
  return parsed(schema, request, answer);
};
