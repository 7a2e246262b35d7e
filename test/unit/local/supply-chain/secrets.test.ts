import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedFile, hashOf } from '../../../../local/supply-chain/secrets/allowed.ts';
import { main } from '../../../../local/supply-chain/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const root = join(folder, 'project');

const gitIn = (cwd: string, args: readonly string[], input?: string | Buffer) => {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.com', '-c', 'protocol.file.allow=always'];
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, env, input });
  return { status, stdout, stderr: stderr.toString('utf8') };
};
const git = (...args: string[]): void => {
  const { status, stderr } = gitIn(root, args);
  if (status !== 0) throw new Error(stderr);
};
const put = (file: string, content: string, base = root): void => {
  mkdirSync(dirname(join(base, file)), { recursive: true });
  writeFileSync(join(base, file), content);
};

const scan = (base = root, ...flags: string[]) => {
  const said = { out: '', err: '' };
  const code = main({
    argv: ['secrets', ...flags],
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    root: base,
    sourceDateEpoch: undefined,
    run: () => ({ status: 1, stdout: '' }),
    git: (args, input) => gitIn(base, args, input),
  });
  return { code, ...said };
};

// In two parts, so that the scan of this project does not find them.
const inTree = ['ghp', 'a1B2'.repeat(9)].join('_');
const inHistory = ['AK', 'IAZQ3F7WMPLRTV5N2K'].join('');
const onBranch = ['xoxb', '2345', 'abcdefghij'].join('-');
const inMessage = ['npm', 'a1B2'.repeat(9)].join('_');

describe('npm run supply-chain -- secrets', () => {
  beforeAll(() => {
    mkdirSync(root);
    git('init', '--quiet', '--initial-branch', 'main');
    put('.gitignore', 'ignored\n');
    put('config.yaml', `first: line\nkey: ${inHistory}\n`);
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    put('config.yaml', 'first: line\n');
    git('commit', '--quiet', '--all', '--message', `two, with ${inMessage}`);
    git('checkout', '--quiet', '-b', 'other');
    put('side.txt', onBranch);
    git('add', '.');
    git('commit', '--quiet', '--message', 'three');
    git('checkout', '--quiet', 'main');
    put('new.txt', `a\nb\n${inTree}\n`);
    put('ignored', `${inTree}X`);
  });

  it('finds what lies here, lay here once, is on another branch or in a message, and never says it', () => {
    const { code, out, err } = scan();
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n').toSorted()).toEqual([
      '',
      expect.stringMatching(/^supply-chain: a real one is revoked first; what is none goes to \.ci\//),
      expect.stringMatching(
        /^supply-chain: history: commit:\d+ \(git cat-file -p [0-9a-f]{12}\): token, 40 characters/,
      ),
      expect.stringMatching(
        /^supply-chain: history: config\.yaml:2 .*: access key, 20 characters, sha256 [0-9a-f]{64}$/,
      ),
      expect.stringMatching(/^supply-chain: history: side\.txt:1 .*: token, 20 characters/),
      `supply-chain: new.txt:3: token, 40 characters, sha256 ${hashOf(inTree)}`,
    ]);
    for (const secret of [inTree, inHistory, onBranch, inMessage]) expect(err).not.toContain(secret);
  });

  it('lets pass what the list names by file and content, and nothing else', () => {
    const allow = (path: string, ...values: string[]) => ({
      path,
      reason: 'made up for a test',
      sha256: values.map(hashOf),
    });
    const most = [allow('config.yaml', inHistory), allow('side.txt', onBranch), allow('commit', inMessage)];
    put(allowedFile, JSON.stringify([...most, allow('elsewhere.txt', inTree)]));
    expect(scan()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^supply-chain: new\.txt:3: [^\n]*\n[^\n]*\n$/),
    });
    put(allowedFile, JSON.stringify([...most, allow('new.txt', inTree)]));
    expect(scan()).toEqual({
      code: 0,
      err: '',
      // Four files lie here, the list among them; the history has three commits and four contents.
      out: 'secrets: none in 4 files and 7 objects of the history (4 made-up ones allowed)\n',
    });
  });

  it.each([
    ['- path: x\n  sha256: []\n', /reason/],
    ['- path: x\n  reason: because it is so\n  sha256: [abc]\n', /sha256/],
    ['{', /expected YAML/],
  ])('refuses the list %j with one line', (list, line) => {
    const base = join(folder, 'wrong');
    put(allowedFile, list, base);
    const { code, out, err } = scan(base);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^supply-chain: \.ci\/allowed-secrets\.yaml: .*\n$/);
    expect(err).toMatch(line);
  });

  it('takes a clone without its history for one that nothing is known of', () => {
    const shallow = join(folder, 'shallow');
    expect(gitIn(folder, ['clone', '--quiet', '--depth', '1', `file://${root}`, shallow]).status).toBe(0);
    expect(scan(shallow)).toEqual({
      code: 2,
      out: '',
      err: 'supply-chain: secrets: cannot look: history: this is a shallow clone\n',
    });
    expect(scan(shallow, '--where-reachable')).toMatchObject({
      code: 0,
      out: expect.stringContaining('secrets: SKIPPED, nothing is known: history: this is a shallow clone\n'),
    });
    put('new.txt', inTree, shallow);
    expect(scan(shallow, '--where-reachable')).toMatchObject({ code: 1, err: expect.stringContaining('new.txt:1') });
  });

  it('takes a folder without git for one that nothing is known of', () => {
    const bare = join(folder, 'bare');
    put('new.txt', inTree, bare);
    expect(scan(bare)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cannot look: files: .*not a git repository/),
    });
    expect(scan(bare, '--where-reachable')).toMatchObject({ code: 0, out: expect.stringContaining('SKIPPED') });
  });
});
