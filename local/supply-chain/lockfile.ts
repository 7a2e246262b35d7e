import * as z from 'zod';

const Versions = z.record(z.string(), z.string()).default({});

/** What package.json says about packages. */
export const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  /** By the name of a package: whether its install script may run. */
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});
export type Manifest = z.infer<typeof Manifest>;

/** One package of package-lock.json; its key is the folder that npm puts it into. */
export const Locked = z.object({
  /** There only when the package goes by another name than its folder. */
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  link: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  dependencies: Versions,
});
export type Locked = z.infer<typeof Locked>;

/** package-lock.json, version 3. https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
export const Lockfile = z.object({
  lockfileVersion: z.literal(3),
  packages: z.object({ '': Manifest.partial() }).catchall(Locked),
});
export type Lockfile = z.infer<typeof Lockfile>;

/** Every package that npm installs, with its folder below the root. */
export const lockedPackages = ({ packages: { '': _root, ...packages } }: Lockfile): [folder: string, Locked][] =>
  Object.entries(packages);

/** `@scope/name` of `node_modules/a/node_modules/@scope/name`: the name that it is imported by. */
export const folderName = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 13);

/** The name that the registry has it under. */
export const packageName = (folder: string, { name }: Locked): string => name ?? folderName(folder);
