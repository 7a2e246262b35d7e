import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionNames, pascal, root } from './template.ts';

const makefile = readFileSync(`${root}Makefile`, 'utf8');

describe('sam build', () => {
  it.each(functionNames)('builds %s with our own build script', (name) => {
    expect(makefile).toContain(`build-${pascal(name)}Function:\n\tnode build.mjs ${name} --out "$(ARTIFACTS_DIR)"\n`);
  });

  it('builds the layer with our own build script', () => {
    expect(makefile).toContain('build-PolicyLayer:\n\tnode build.mjs --layer "$(ARTIFACTS_DIR)"\n');
  });

  it('and sam deploy name no account', () => {
    expect(readFileSync(`${root}samconfig.toml`, 'utf8')).not.toMatch(/\d{12}|profile|arn:/);
    expect(readFileSync(`${root}template.yaml`, 'utf8')).not.toMatch(/\b\d{12}\b/);
  });
});
