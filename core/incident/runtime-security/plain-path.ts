/** True for `/proc/<process>/root`: the root of a process, seen from inside it. */
const isRoot = ([proc, process = '', root, ...more]: readonly string[]): boolean =>
  proc === 'proc' && /^(?:self|thread-self|\d+)$/.test(process) && root === 'root' && more.length === 0;

/**
 * A path without what changes nothing in it: `//`, `/./`, `..` and the way through `/proc/<process>/root`. Agents report a program
 * by the words that it was started with, and whoever starts it chooses them. Links are not followed: only the kernel knows them.
 */
export const plainPath = (path: string): string => {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isAbsolute) parts.push(part);
    if (isAbsolute && parts.length === 3 && isRoot(parts)) parts.length = 0;
  }
  const isFolder = path.endsWith('/') && parts.length > 0;
  return `${isAbsolute ? '/' : ''}${parts.join('/')}${isFolder ? '/' : ''}`;
};
