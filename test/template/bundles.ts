import { build, type Plugin } from 'esbuild';
import { functionNames, root } from './template.ts';

/**
 * Leaves out what is not ours, so that all ten functions take less than a second. Powertools' idempotency stays in: it
 * sends commands by itself.
 */
const oursAlone: Plugin = {
  name: 'ours-alone',
  setup({ onResolve }) {
    onResolve({ filter: /\?inline$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@aws-lambda-powertools/idempotency')
        ? undefined
        : { path, external: true },
    );
  },
};

const isUsed = (name: string, text: string): boolean => (text.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;

/** `<package> <Command>` of each command that the code of a bundle still names where it is not only imported. */
const commandsIn = (text: string): string[] => {
  const imports = [...text.matchAll(/^import \{([^}]*)\} from "@aws-sdk\/(?:client-)?([a-z0-9-]+)"/gm)];
  const commands = imports.flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((one) => one.trim().split(' as '))
      .filter(([name = '', alias = name]) => name.endsWith('Command') && isUsed(alias, text))
      .map(([name = '']) => `${from} ${name.slice(0, -'Command'.length)}`),
  );
  return [...new Set(commands)].toSorted();
};

/**
 * The commands that each function can send: what its code, bundled as build.mjs does, constructs when everything unused is
 * taken away. They are found by their names in our code and not by what of the SDK is in the bundle: a client that is
 * loaded when it is first asked for comes with all of its commands, and only a name makes one of them a request.
 */
const read = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    entryPoints: functionNames.map((name) => ({ in: `./functions/${name}/index.ts`, out: name })),
    outdir: 'unused',
    write: false,
    format: 'esm',
    plugins: [oursAlone],
  });
  return new Map(functionNames.map((name, at) => [name, commandsIn(outputFiles[at]?.text ?? '')]));
};

let bundles: ReturnType<typeof read> | undefined;

export const commandsOf = async (functionName: string): Promise<readonly string[]> => {
  bundles ??= read();
  const commands = (await bundles).get(functionName);
  if (commands === undefined) throw new Error(`no function ${functionName}`);
  return commands;
};
