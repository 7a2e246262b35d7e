// The one place with esbuild settings. Runs under Node 20 and later, uses nothing but esbuild and Node.
//   node build.mjs                        every function, the layer and every local entry point, to dist/
//   node build.mjs <function>             one function, to dist/functions/<function>/
//   node build.mjs <function> --out <dir> one function as `sam build` wants it: <dir>/index.js
//   node build.mjs --local                the entry points of local/, to dist/local/
//   node build.mjs --layer <dir>          the policy layer as it is mounted at /opt
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const policyDir = join(root, 'layers/policy');
const engine = 'node_modules/@cedar-policy/cedar-wasm';
const localEntries = [
  'start',
  'invoke',
  'ops',
  'policy',
  'replay',
  'audit',
  'bench',
  'bench-onset',
  'bench-diagnosis',
  'bench-evidence',
  'bench-logs',
  'bench-memory',
  'bench-audit',
  'bench-storm',
  'soak',
  'docs',
  'supply-chain',
];

/** Programs made of test code, by the name that they run under. */
const testEntries = {
  simulate: 'test/simulation/main.ts',
  'simulate-worker': 'test/simulation/worker.ts',
  hostile: 'test/hostile/main.ts',
  crash: 'test/crash/main.ts',
  'crash-child': 'test/crash/child.ts',
  planted: 'test/simulation/planted/main.ts',
};

/** A wrong call or a tree that cannot be built: one line, exit 2. */
class Wrong extends Error {}

const shared = {
  bundle: true,
  minify: true,
  // Without it error names in the logs are mangled (+24 kB).
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Paths that esbuild writes are of the project, wherever it is called and wherever node_modules is linked to.
  absWorkingDir: root,
  preserveSymlinks: true,
};

/** Code for Node. Cedar is WASM and lives in the layer (or in node_modules on a laptop). */
const forNode = {
  ...shared,
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  external: ['@cedar-policy/cedar-wasm'],
};

const browserScript = async (file) => {
  const { outputFiles, metafile } = await build({
    ...shared,
    keepNames: false,
    metafile: true,
    entryPoints: [file],
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    write: false,
  });
  const foreign = Object.keys(metafile.inputs).find((input) => input.includes('node_modules/'));
  if (foreign !== undefined) throw new Wrong(`${file} has code of ${foreign}, which no bill of materials would name`);
  return outputFiles[0].text.trimEnd();
};

const inlineSuffix = /\.client\.ts\?inline$/;
const fileOf = (from, path) => resolve(from, path.replace(/\?inline$/, ''));
/** As it is named in a source map, which must be the same wherever the project lies. */
const inProject = (file) => relative(root, file).split(sep).join('/');

/** `import script from './page.client.ts?inline'`: the file bundled for browsers, as a string. */
export const inlineClient = {
  esbuild: {
    name: 'inline-client',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: inlineSuffix }, ({ path, resolveDir }) => ({
        path: inProject(fileOf(resolveDir, path)),
        namespace: 'inline-client',
      }));
      onLoad({ filter: /.*/, namespace: 'inline-client' }, async ({ path }) => ({
        contents: await browserScript(join(root, path)),
        loader: 'text',
        watchFiles: [join(root, path)],
      }));
    },
  },
  vite: {
    name: 'inline-client',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!inlineSuffix.test(source) || importer === undefined) return undefined;
      return `\0inline-client:${fileOf(dirname(importer), source)}`;
    },
    async load(id) {
      const [, file] = id.split('\0inline-client:');
      if (file === undefined) return undefined;
      this.addWatchFile(file);
      return `export default ${JSON.stringify(await browserScript(file))};`;
    },
  },
};

const filesBelow = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => !name.startsWith('.'))
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];

const hashed = (base, files) => files.map((file) => [relative(base, file).split(sep).join('/'), readFileSync(file)]);

/** What CommonJS code inside an ESM bundle needs. */
const requireFrom = (place) =>
  `import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(${place});`;

/** A module of the project itself: what the running function does too, not a copy of it. */
const projectCode = async (file) => {
  const entryPoints = [join(root, file)];
  const settings = { ...forNode, target: 'node20', entryPoints, format: 'esm', write: false };
  const { outputFiles } = await build({ ...settings, banner: { js: requireFrom(`${JSON.stringify(root)} + '/'`) } });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
};
const contentHashCode = () => projectCode('core/policy/content-hash.ts');

/** The checked policy layer as one text; its hash is its version. A layer that a function would refuse is not built. */
const compiledPolicy = async () => {
  const { policyText, readPolicySource, PolicyLayerInvalid } = await projectCode('core/runtime/policy-source.ts');
  try {
    return policyText(readPolicySource(policyDir));
  } catch (error) {
    throw error instanceof PolicyLayerInvalid ? new Wrong(`layers/policy: ${error.message}`) : error;
  }
};

const layerFiles = (entries) => {
  if (!existsSync(join(policyDir, 'policy.yaml'))) throw new Wrong('layers/policy/policy.yaml is missing');
  return entries.map((entry) => join(policyDir, entry)).filter(existsSync);
};

/** What is known at build time: which policy layer this code belongs to, and which sources it was made of. */
const findBuildFacts = async () => {
  const [{ contentHash }, compiled] = await Promise.all([contentHashCode(), compiledPolicy()]);
  const policy = createHash('sha256').update(compiled, 'utf8').digest('hex');
  const sources = ['core', 'functions', 'package-lock.json'].map((entry) => join(root, entry));
  const code = contentHash(hashed(root, sources.filter(existsSync).flatMap(filesBelow)));
  return { POLICY_HASH: JSON.stringify(policy), BUILD_ID: JSON.stringify(code.slice(0, 12)) };
};

let facts;
/** Found once: nothing of it changes while one build runs. */
const buildFacts = () => {
  facts ??= findBuildFacts();
  return facts;
};

/** What there is to deploy: the folders of functions/ that have an index.ts. */
export const functionNames = () =>
  readdirSync(join(root, 'functions'))
    .filter((name) => existsSync(join(root, 'functions', name, 'index.ts')))
    .toSorted();

/** Bundles functions, each to `<outdir>/<placeOf(name)>/index.js`; resolves to what esbuild says about it, with its metafile. */
export const buildFunctions = async (names, outdir, { placeOf = (name) => name, sourcemap = false } = {}) =>
  build({
    ...forNode,
    entryPoints: names.map((name) => ({
      in: join(root, 'functions', name, 'index.ts'),
      out: join(placeOf(name), 'index'),
    })),
    outdir,
    format: 'cjs',
    metafile: true,
    sourcemap,
    // Saves 140 kB and 8 ms of each function beside what it promises.
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'core/aws/no-provider-chain.ts'),
      '@aws-sdk/token-providers': join(root, 'core/aws/no-token-provider.ts'),
    },
    define: await buildFacts(),
    plugins: [inlineClient.esbuild],
  });

/**
 * Programs for the machine of whoever works on this, each to `<outdir>/<name>.js`: ESM, so that they may await at the top
 * level. `outdir` is below the root of the project, where node_modules is found; `plugins` come before ours.
 */
export const buildPrograms = async (files, outdir, plugins = []) => {
  await build({
    ...forNode,
    // It bundles programs, and is not a part of one.
    external: [...forNode.external, './build.mjs'],
    target: 'node20',
    minify: false,
    entryPoints: Object.entries(files).map(([name, file]) => ({ in: join(root, file), out: name })),
    outdir,
    format: 'esm',
    sourcemap: 'linked',
    define: {
      ...(await buildFacts()),
      // Its version is pinned and Node 20 is tested: eight lines about next year's SDK hide the one that a person looks for.
      'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"',
    },
    plugins: [...plugins, inlineClient.esbuild],
    banner: { js: requireFrom('import.meta.url') },
  });
  writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }\n');
};

const buildLocal = () => {
  const present = localEntries.filter((name) => existsSync(join(root, 'local', `${name}.ts`)));
  const own = Object.fromEntries(present.map((name) => [name, `local/${name}.ts`]));
  return buildPrograms({ ...own, ...testEntries }, join(root, 'dist/local'));
};

/** `/opt/policy` and the one build of the Cedar engine that a function loads, where Lambda's NODE_PATH finds it. */
export const buildLayer = async (outDir) => {
  const [{ policyEntries }, compiled] = await Promise.all([contentHashCode(), compiledPolicy()]);
  for (const part of ['policy', 'nodejs']) rmSync(join(outDir, part), { recursive: true, force: true });
  for (const from of layerFiles(policyEntries).flatMap(filesBelow)) {
    cpSync(from, join(outDir, 'policy', relative(policyDir, from)));
  }
  writeFileSync(join(outDir, 'policy', 'layer.json'), compiled);
  mkdirSync(join(outDir, 'nodejs', engine), { recursive: true });
  for (const part of ['package.json', 'nodejs/package.json', 'nodejs/cedar_wasm.js', 'nodejs/cedar_wasm_bg.wasm']) {
    cpSync(join(root, engine, part), join(outDir, 'nodejs', engine, part));
  }
};

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { local: { type: 'boolean' }, out: { type: 'string' }, layer: { type: 'string' } },
  });
  const names = functionNames();
  for (const name of positionals) {
    if (!names.includes(name)) throw new Wrong(`no function "${name}"; expected one of: ${names.join(', ')}`);
  }
  if (values.layer !== undefined) return buildLayer(resolve(values.layer));
  if (values.out !== undefined) {
    if (positionals.length !== 1) throw new Wrong('--out takes exactly one function');
    return buildFunctions(positionals, resolve(values.out), { placeOf: () => '' });
  }
  if (values.local) return buildLocal();
  const asked = positionals.length > 0 ? positionals : names;
  const { metafile } = await buildFunctions(asked, join(root, 'dist/functions'), { sourcemap: 'external' });
  writeFileSync(join(root, 'dist/functions.meta.json'), JSON.stringify(metafile));
  await buildLayer(join(root, 'dist/layer'));
  if (positionals.length === 0) await buildLocal();
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    // esbuild has already printed its own errors, with file and line.
    const badCall = error instanceof Wrong || error.code?.startsWith('ERR_PARSE_ARGS');
    if (badCall || error.errors === undefined) console.error(badCall ? `build: ${error.message}` : error);
    process.exitCode = badCall ? 2 : 1;
  });
}
