import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageName } from './lockfile.ts';
import { type Noticed, notices } from './notices.ts';
import { type Product, sbom } from './sbom.ts';

const isText = (name: string): boolean => /^(?:licen[cs]e|notice|copying)\b/i.test(name);

const noticed = (root: string, [folder, locked]: Product['packages'][number]): Noticed => ({
  title: `${packageName(folder, locked)} ${locked.version}`,
  license: locked.license ?? '',
  texts: readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && isText(entry.name))
    .map((entry) => readFileSync(join(root, folder, entry.name), 'utf8')),
});

/**
 * Writes `<name>.cdx.json` for each product, and the licence texts of all of them. They lie beside the build, never in it:
 * what is deployed is the same with them and without.
 */
export const writeSbom = (root: string, out: string, products: readonly Product[], at?: Date): void => {
  if (!existsSync(out)) mkdirSync(out, { recursive: true });
  for (const product of products) writeFileSync(join(out, `${product.name}.cdx.json`), sbom(product, at));
  const packages = new Map(products.flatMap((product) => product.packages));
  writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), notices([...packages].map((one) => noticed(root, one))));
};
