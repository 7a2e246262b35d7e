import { type Locked, type Lockfile, lockedPackages, type Manifest, folderName } from './lockfile.ts';

const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
/** 64 bytes in base64, and no second, weaker hash beside it. */
const sha512 = /^sha512-[A-Za-z\d+/]{86}==$/;

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

const pins = (manifest: Manifest, lockfile: Lockfile): string[] =>
  kinds.flatMap((kind) => {
    const locked = lockfile.packages[''][kind] ?? {};
    const gone = Object.keys(locked).filter((name) => manifest[kind][name] === undefined);
    return [
      ...Object.entries(manifest[kind]).flatMap(([name, version]) => {
        const place = `package.json: ${kind}: ${name}`;
        if (!exact.test(version)) return [`${place}: expected one exact version, found ${version}`];
        const found = [locked[name], lockfile.packages[`node_modules/${name}`]?.version];
        return found.every((one) => one === version)
          ? []
          : [`${place}: expected ${version} in package-lock.json, found ${found.map(String).join(' and ')}`];
      }),
      ...gone.map((name) => `package-lock.json: ${kind}: ${name} is not in package.json`),
    ];
  });

/** `<alias> <package>` for each dependency that some package asks for under a name of its own. */
const aliasesOf = (lockfile: Lockfile): ReadonlySet<string> =>
  new Set(
    lockedPackages(lockfile).flatMap(([, { dependencies }]) =>
      Object.entries(dependencies).flatMap(([alias, version]) => {
        const [, name] = /^npm:(@?[^@]+)@/.exec(version) ?? [];
        return name === undefined ? [] : [`${alias} ${name}`];
      }),
    ),
  );

const entry = (folder: string, locked: Locked, aliases: ReadonlySet<string>): string[] => {
  const place = `package-lock.json: ${folder}`;
  const { link, version = 'none', integrity = 'none', name } = locked;
  return [
    ...(folder.startsWith('node_modules/') && !link
      ? []
      : [`${place}: expected a package of a registry, found a folder`]),
    ...(exact.test(version) ? [] : [`${place}: expected an exact version, found ${version}`]),
    ...(sha512.test(integrity) ? [] : [`${place}: expected a sha512 integrity, found ${integrity.slice(0, 20)}`]),
    ...(name === undefined || aliases.has(`${folderName(folder)} ${name}`)
      ? []
      : [`${place}: is another package, ${name}, and nothing asks for that`]),
  ];
};

/** `https://host` of an address that a registry serves a package at. */
const originOf = (resolved: string): string | undefined => {
  const url = URL.canParse(resolved) ? new URL(resolved) : undefined;
  return url?.protocol === 'https:' && url.pathname.endsWith('.tgz') ? url.origin : undefined;
};

const origins = (lockfile: Lockfile): string[] => {
  const resolved = lockedPackages(lockfile).flatMap(([folder, one]) =>
    one.resolved === undefined ? [] : [{ folder, resolved: one.resolved, origin: originOf(one.resolved) }],
  );
  const [first] = resolved;
  return resolved.flatMap(({ folder, resolved: address, origin }) => {
    if (origin === undefined)
      return [`package-lock.json: ${folder}: expected a package of a registry, found ${address}`];
    return origin === first?.origin ? [] : [`package-lock.json: ${folder}: comes from ${origin}, others do not`];
  });
};

const scripts = ({ allowScripts }: Manifest, lockfile: Lockfile): string[] => {
  const having = new Set(
    lockedPackages(lockfile)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([folder]) => folderName(folder)),
  );
  return [
    ...[...having]
      .filter((name) => allowScripts[name] !== false)
      .map((name) => `package.json: allowScripts: expected false for ${name}, which has an install script`),
    ...Object.keys(allowScripts)
      .filter((name) => !having.has(name))
      .map((name) => `package.json: allowScripts: ${name} has no install script`),
  ];
};

/**
 * Everything by which an installation could be something else than what was reviewed, one line each: a version that is not
 * exact or not the one that is locked, a package without a sha512 hash, from a second place, from git or a folder, under
 * another name, or with an install script that is not denied.
 */
export const lockfileFindings = (manifest: Manifest, lockfile: Lockfile): string[] => {
  const aliases = aliasesOf(lockfile);
  return [
    ...pins(manifest, lockfile),
    ...lockedPackages(lockfile).flatMap(([folder, locked]) => entry(folder, locked, aliases)),
    ...origins(lockfile),
    ...scripts(manifest, lockfile),
  ];
};
