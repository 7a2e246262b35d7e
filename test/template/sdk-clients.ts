import { readFileSync } from 'node:fs';
import { root } from './template.ts';

const sdkFile = (name: string, file: string): string =>
  readFileSync(`${root}node_modules/@aws-sdk/client-${name}/dist-es/${file}`, 'utf8');

const rule = /https:\/\/([a-z0-9-]+)\.\{Region\}\.\{PartitionResult#dnsSuffix\}/gi;

/** The name that a client carries in its own code, and so in a bundle: `CloudWatch Logs`. */
export const serviceIdsIn = (code: string): Set<string> =>
  new Set([...code.matchAll(/serviceId\s*\?\?\s*"([^"]+)"/g)].map(([, id = '']) => id));

export const serviceIdsOf = (clients: Iterable<string>): Set<string> =>
  new Set([...clients].flatMap((name) => [...serviceIdsIn(sdkFile(name, 'runtimeConfig.shared.js'))]));

/** What a client calls in a region, by the SDK's own endpoint rules: `monitoring` for CloudWatch. */
export const hostsOf = (name: string): string[] => {
  const rules = sdkFile(name, 'endpoint/bdd.js');
  return [...new Set([...rules.matchAll(rule)].map(([, host = '']) => host))].filter((host) => !host.includes('-fips'));
};
