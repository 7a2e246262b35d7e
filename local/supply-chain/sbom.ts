import { createHash } from 'node:crypto';
import { type Locked, packageName } from './lockfile.ts';

/** What is described: a bundle or the layer, with the SHA-256 of its content and the packages in it, by their folders. */
export type Product = {
  name: string;
  version: string;
  license: string;
  sha256: string;
  packages: readonly (readonly [folder: string, Locked])[];
};

const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const split = (name: string): { group?: string; name: string } => {
  const [, group, rest] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  return group === undefined || rest === undefined ? { name } : { group, name: rest };
};

const licenses = (license: string): object[] =>
  /[ (]/.test(license) ? [{ expression: license.replace(/^\((.*)\)$/, '$1') }] : [{ license: { id: license } }];

const component = ([folder, locked]: Product['packages'][number]) => {
  const { version = '', integrity = '', license = '' } = locked;
  const name = packageName(folder, locked);
  const purl = purlOf(name, version);
  return {
    type: 'library',
    // Two folders may hold the same version.
    'bom-ref': `${purl}#${folder}`,
    ...split(name),
    version,
    // Of the package as the registry serves it, which npm compares when it installs.
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }],
    licenses: licenses(license),
    purl,
  };
};

/** The form of a version 8 UUID (RFC 9562), its bits from a hash: the same content, the same number. */
const uuidOf = (text: string): string => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * The bill of materials of one product as CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/). The same build gives
 * the same bytes: its number comes from its content, and it has a time only if it is told one.
 */
export const sbom = (product: Product, at?: Date): string => {
  const components = product.packages.map(component);
  const root = {
    type: 'application',
    'bom-ref': product.name,
    group: 'sovereign-ops',
    name: product.name,
    version: product.version,
    hashes: [{ alg: 'SHA-256', content: product.sha256 }],
    licenses: licenses(product.license),
  };
  const content = {
    metadata: {
      ...(at === undefined ? {} : { timestamp: at.toISOString() }),
      lifecycles: [{ phase: 'build' }],
      component: root,
    },
    components,
    dependencies: [{ ref: product.name, dependsOn: components.map((one) => one['bom-ref']) }],
  };
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
