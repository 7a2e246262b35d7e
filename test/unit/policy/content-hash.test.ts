import { describe, expect, it } from 'vitest';
import { contentHash, type HashedFile } from '../../../core/policy/content-hash.ts';

const files: HashedFile[] = [
  ['policy.yaml', 'mode: execute\n'],
  ['runbooks/a.yaml', 'id: a\n'],
  ['Z.cedar', 'permit'],
];

describe('content hash', () => {
  it('is 64 hex digits that depend on nothing but the files', () => {
    expect(contentHash(files)).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash(files)).toBe(contentHash(structuredClone(files)));
  });

  it('does not depend on the order the files were found in', () => {
    expect(contentHash(files.toReversed())).toBe(contentHash(files));
  });

  it('is the same for text and for its bytes', () => {
    const bytes = files.map(([path, content]): HashedFile => [path, new TextEncoder().encode(String(content))]);
    expect(contentHash(bytes)).toBe(contentHash(files));
  });

  it('is the hash that was published for this set, so that a layer and an old bundle still agree', () => {
    expect(contentHash([['a', 'b']])).toBe('facdde7abf1eac5b301273ab2e282f79bab0100f058833a7b8bdf9f80741e149');
  });

  it.each([
    ['a changed byte', [['policy.yaml', 'mode: observe\n'], ...files.slice(1)]],
    ['a renamed file', [['policy.yml', 'mode: execute\n'], ...files.slice(1)]],
    ['a missing file', files.slice(1)],
    ['content moved into the name', [['policy.yamlmode: ', 'execute\n'], ...files.slice(1)]],
  ] satisfies [string, HashedFile[]][])('changes with %s', (_what, changed) => {
    expect(contentHash(changed)).not.toBe(contentHash(files));
  });
});
