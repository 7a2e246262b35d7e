import { describe, expect, it } from 'vitest';
import { plainPath } from '../../../../core/incident/runtime-security/plain-path.ts';

describe('a path as the kernel takes it', () => {
  it.each([
    ['/tmp/x', '/tmp/x'],
    ['//tmp///x', '/tmp/x'],
    ['/./tmp/./x', '/tmp/x'],
    ['/usr/../tmp/x', '/tmp/x'],
    ['/../../etc/shadow', '/etc/shadow'],
    ['/proc/self/root/tmp/x', '/tmp/x'],
    ['/proc/1/root/proc/thread-self/root/etc/shadow', '/etc/shadow'],
    ['/proc/self/root/../tmp/x', '/tmp/x'],
    ['/proc/self/fd/7', '/proc/self/fd/7'],
    ['/tmp/', '/tmp/'],
    ['/', '/'],
    ['memfd:a', 'memfd:a'],
    ['etc//passwd', 'etc/passwd'],
    ['/tmp/...', '/tmp/...'],
    ['', ''],
  ])('makes of %s', (path, plain) => {
    expect(plainPath(path)).toBe(plain);
  });
});
