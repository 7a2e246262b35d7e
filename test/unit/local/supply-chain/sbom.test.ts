import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bundlesOf } from '../../../../local/supply-chain/bundle.ts';
import { Locked } from '../../../../local/supply-chain/lockfile.ts';
import { notices } from '../../../../local/supply-chain/notices.ts';
import { type Product, sbom } from '../../../../local/supply-chain/sbom.ts';

const bytes = Buffer.alloc(64, 7);
const integrity = `sha512-${bytes.toString('base64')}`;
const zod = ['node_modules/@scope/zod', Locked.parse({ version: '4.6.7', integrity, license: 'MIT' })] as const;
const inner = [
  'node_modules/a/node_modules/b',
  Locked.parse({ name: 'c', version: '1.0.0', integrity, license: '(MIT OR ISC)' }),
] as const;
const product: Product = {
  name: 'executor',
  version: '0.1.0',
  license: 'MIT',
  sha256: 'ab'.repeat(32),
  packages: [zod, inner],
};

describe('the bill of materials', () => {
  it('names what is in a product with version, license, hash and package address, as CycloneDX 1.6', () => {
    expect(JSON.parse(sbom(product))).toEqual({
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      version: 1,
      metadata: {
        lifecycles: [{ phase: 'build' }],
        component: {
          type: 'application',
          'bom-ref': 'executor',
          group: 'sovereign-ops',
          name: 'executor',
          version: '0.1.0',
          hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
          licenses: [{ license: { id: 'MIT' } }],
        },
      },
      components: [
        {
          type: 'library',
          'bom-ref': 'pkg:npm/%40scope/zod@4.6.7#node_modules/@scope/zod',
          group: '@scope',
          name: 'zod',
          version: '4.6.7',
          hashes: [{ alg: 'SHA-512', content: bytes.toString('hex') }],
          licenses: [{ license: { id: 'MIT' } }],
          purl: 'pkg:npm/%40scope/zod@4.6.7',
        },
        expect.objectContaining({ name: 'c', licenses: [{ expression: 'MIT OR ISC' }], purl: 'pkg:npm/c@1.0.0' }),
      ],
      dependencies: [
        {
          ref: 'executor',
          dependsOn: [
            'pkg:npm/%40scope/zod@4.6.7#node_modules/@scope/zod',
            'pkg:npm/c@1.0.0#node_modules/a/node_modules/b',
          ],
        },
      ],
    });
  });

  it('is the same bytes for the same build, and another number for another one', () => {
    const number = (text: string) => /urn:uuid:[^"]+/.exec(text)?.[0];
    expect(sbom(product)).toBe(sbom({ ...product }));
    const other = sbom({ ...product, sha256: createHash('sha256').update('other').digest('hex') });
    expect(number(other)).not.toBe(number(sbom(product)));
  });

  it('has a time only when it is told one', () => {
    expect(sbom(product)).not.toContain('timestamp');
    expect(sbom(product, new Date(0))).toContain('"timestamp": "1970-01-01T00:00:00.000Z"');
  });
});

describe('a bundle', () => {
  it('has the packages of which code is left in it, each once, by the folder it came from', () => {
    const inputs = {
      'core/runtime/env.ts': { bytesInOutput: 10 },
      'node_modules/@scope/zod/lib/a.js': { bytesInOutput: 1 },
      'node_modules/@scope/zod/lib/b.js': { bytesInOutput: 2 },
      'node_modules/a/node_modules/b/index.js': { bytesInOutput: 3 },
      'node_modules/dropped/index.js': { bytesInOutput: 0 },
    };
    const outputs = {
      'dist/functions/executor/index.js': { entryPoint: 'functions/executor/index.ts', inputs },
      'dist/functions/executor/index.js.map': { inputs: {} },
    };
    expect(bundlesOf({ outputs })).toEqual([
      {
        name: 'executor',
        file: 'dist/functions/executor/index.js',
        packages: ['node_modules/@scope/zod', 'node_modules/a/node_modules/b'],
      },
    ]);
  });
});

describe('the notices', () => {
  it('hold every text once, with the packages it is of, and name a license that came without one', () => {
    const text = notices([
      { title: 'b 2.0.0', license: 'MIT', texts: ['MIT License\r\n\r\nCopyright B\n'] },
      { title: 'a 1.0.0', license: 'MIT', texts: ['MIT License\n\nCopyright B', 'NOTICE of a'] },
      { title: 'c 3.0.0', license: 'ISC', texts: [' '] },
    ]);
    expect(text.match(/Copyright B/g)).toHaveLength(1);
    expect(text).toContain('a 1.0.0\nb 2.0.0\n\nMIT License');
    expect(text).toContain('a 1.0.0\n\nNOTICE of a');
    expect(text).toContain('c 3.0.0\n\nLicense: ISC (the package brings no text)');
  });
});
