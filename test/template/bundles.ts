import { build, type Plugin } from 'esbuild';
import { functionNames, root } from './template.ts';

/**
 * Leaves out what is not ours, so that all eleven functions take less than a second. Powertools' idempotency stays in: it
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

const client = /^@aws-sdk\/client-([a-z0-9-]+)$/;

/** One build for everything that is asked of the bundles of all functions. */
const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  entryPoints: functionNames.map((name) => ({ in: `./functions/${name}/index.ts`, out: name })),
  outdir: 'nowhere',
  metafile: true,
  write: false,
  format: 'esm',
  plugins: [oursAlone],
});

/**
 * By function: the clients of the AWS SDK in its bundle, those that are imported when they are needed included, as their
 * packages call them: `cloudwatch-logs`. test/integration/bundles.test.ts compares them with what is inside the built ones.
 */
export const clientsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  functionNames.map((name) => {
    const imports = metafile.outputs[`nowhere/${name}.js`]?.imports ?? [];
    return [name, new Set(imports.flatMap(({ path }) => client.exec(path)?.[1] ?? []))];
  }),
);

const commands: ReadonlyMap<string, readonly string[]> = new Map(
  functionNames.map((name, at) => [name, commandsIn(outputFiles[at]?.text ?? '')]),
);

/**
 * The commands that each function can send: what its code, bundled as build.mjs does, constructs when everything unused is
 * taken away. They are found by their names in our code and not by what of the SDK is in the bundle: a client that is
 * loaded when it is first asked for comes with all of its commands, and only a name makes one of them a request.
 */
export const commandsOf = (functionName: string): readonly string[] => {
  const known = commands.get(functionName);
  if (known === undefined) throw new Error(`no function ${functionName}`);
  return known;
};
