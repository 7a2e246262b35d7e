import http from 'node:http';
import https from 'node:https';
import { ProviderUnavailable } from '../remediation/errors.ts';

export type KubernetesConfig = {
  /** `https://...`; plain `http` only to this machine, for a simulated cluster. */
  endpoint: string;
  /** The cluster's CA in PEM: nothing else is trusted. */
  ca: string;
  /** A bearer token, asked for before each request. */
  token: () => Promise<string>;
  /** For a whole request, from connecting to the last byte. Default 10,000. */
  timeoutMs?: number;
  /** A longer answer is refused. Default 16 MiB. */
  maxBytes?: number;
};
export type KubernetesRequest =
  | { method: 'GET'; path: string }
  | { method: 'PATCH' | 'POST' | 'DELETE'; path: string; body: string };
export type KubernetesAnswer = { status: number; body: string };

const contentTypes = {
  PATCH: 'application/json-patch+json',
  POST: 'application/json',
  DELETE: 'application/json',
} as const;

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

const clientFor = (url: URL, ca: string): typeof http | typeof https => {
  // Node takes an empty CA as "all public ones".
  if (url.protocol === 'https:' && ca === '') throw new ProviderUnavailable('the cluster has no CA to trust');
  if (url.protocol === 'https:') return https;
  if (url.protocol === 'http:' && loopback.has(url.hostname)) return http;
  throw new ProviderUnavailable(`the cluster endpoint must be https, not ${url.protocol}//${url.hostname}`);
};

/**
 * One request to the API server, never repeated and never redirected. Throws `ProviderUnavailable` whenever no complete
 * answer came: what the request did is then not known.
 */
export const exchange = async (config: KubernetesConfig, request: KubernetesRequest): Promise<KubernetesAnswer> => {
  const { timeoutMs = 10_000, maxBytes = 16 * 1024 * 1024 } = config;
  const url = new URL(request.path, config.endpoint);
  const client = clientFor(url, config.ca);
  const token = await config.token();
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    ...(request.method === 'GET'
      ? {}
      : { 'content-type': contentTypes[request.method], 'content-length': Buffer.byteLength(request.body) }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void =>
      reject(new ProviderUnavailable(`${request.method} ${url.pathname}: ${error.message}`, { cause: error }));
    const sent = client.request(url, { method: request.method, headers, ca: config.ca, signal, agent: false });
    sent.on('error', failed);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        failed(new Error(`the answer is over ${maxBytes} bytes`));
        sent.destroy();
      });
      response.on('error', failed);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.end(request.method === 'GET' ? undefined : request.body);
  });
};
