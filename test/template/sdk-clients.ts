import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inlineClient } from '../../build.mjs';
import { functionNames, root } from './template.ts';

const sdkFile = (name: string, file: string): string =>
  readFileSync(`${root}node_modules/@aws-sdk/client-${name}/dist-es/${file}`, 'utf8');

const client = /^@aws-sdk\/client-([a-z0-9-]+)$/;

/**
 * The clients of the AWS SDK in each function's bundle, those imported only when they are needed included. Packages stay
 * outside, which is a sixth of the work; test/integration/bundles.test.ts compares with what is inside the built ones.
 */
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: functionNames.map((name) => ({ in: `functions/${name}/index.ts`, out: name })),
  outdir: 'nowhere',
  bundle: true,
  format: 'esm',
  packages: 'external',
  platform: 'node',
  metafile: true,
  write: false,
  plugins: [inlineClient.esbuild],
});

/** By function: the clients as their packages call them, such as `cloudwatch-logs`. */
export const clientsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  functionNames.map((name) => {
    const imports = metafile.outputs[`nowhere/${name}.js`]?.imports ?? [];
    return [name, new Set(imports.flatMap(({ path }) => client.exec(path)?.[1] ?? []))];
  }),
);

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
