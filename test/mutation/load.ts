import { pathToFileURL } from 'node:url';
import { SourceTextModule, SyntheticModule } from 'node:vm';
import { expect } from 'vitest';
import type { Bundle } from './bundles.ts';
import { collector, type Test } from './collector.ts';

declare module 'node:vm' {
  interface SourceTextModule {
    createCachedData(): Buffer;
  }
}

const external = async (specifier: string, own: Record<string, unknown>): Promise<SyntheticModule> => {
  const found: Record<string, unknown> = specifier === 'vitest' ? own : await import(specifier);
  return new SyntheticModule(Object.keys(found), function give() {
    for (const [name, value] of Object.entries(found)) this.setExport(name, value);
  });
};

const compiled = new WeakMap<Bundle, Buffer>();

/** Evaluates all code of the project in this test file anew, packages excepted, and resolves to its tests. */
export const load = async (bundle: Bundle): Promise<Test[]> => {
  const { tests, api } = collector();
  const cachedData = compiled.get(bundle);
  const module = new SourceTextModule(bundle.code, {
    identifier: bundle.file,
    ...(cachedData === undefined ? {} : { cachedData }),
    importModuleDynamically: (specifier) => import(specifier),
    initializeImportMeta: (meta) => Object.assign(meta, { url: pathToFileURL(bundle.file).href }),
  });
  await module.link((specifier) => external(specifier, { ...api, expect }));
  if (cachedData === undefined) compiled.set(bundle, module.createCachedData());
  await module.evaluate();
  return tests;
};
