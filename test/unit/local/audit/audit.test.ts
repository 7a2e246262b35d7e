import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../../local/audit/main.ts';
import { auditDirProblem, writeAuditDir } from '../../../../local/audit/write-dir.ts';
import { named, played } from '../../../support/played.ts';

const root = mkdtempSync(join(tmpdir(), 'audit-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The trail of one lived incident, whose calls were made by alice through ECS. */
const lived = await (async () => {
  const { document, stack } = await played(named('ecs-bad-deploy'));
  await stack.engine.invoke('auditor', { 'detail-type': 'Scheduled Event' });
  return { id: document.incident.id, ...stack.ports };
})();
const fresh = async (name: string): Promise<string> => {
  const dir = join(root, name);
  await writeAuditDir(dir, lived.auditStore, lived.signer.publicKey);
  return dir;
};
let whole = '';
beforeAll(async () => {
  whole = await fresh('whole');
});
const run = async (...argv: string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main({ argv, out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(''), err: err.join('') };
};
const records = (dir: string): string => join(dir, 'records', lived.id);
const headIn = (dir: string): string => join(dir, 'heads', readdirSync(join(dir, 'heads'))[0] ?? '');

describe('npm run audit -- verify', () => {
  it('verifies what a run wrote, and says what that was', async () => {
    expect(await run('verify', whole)).toEqual({
      code: 0,
      err: '',
      out: expect.stringMatching(
        /^\d+ records in \d+ chains, 1 signed head, from 2026-03-02T.*\nby the key with SHA-256 [0-9a-f]{64}, which lay with the files: compare it\nverified\n$/,
      ),
    });
    const { out } = await run('verify', whole, '--json');
    const der = lived.signer.publicKey.export({ type: 'spki', format: 'der' });
    const sha256 = createHash('sha256').update(der).digest('hex');
    expect(JSON.parse(out)).toMatchObject({
      verified: true,
      unsealed: 0,
      findings: [],
      key: { sha256, inDownload: true },
    });
    const told = await run('verify', whole, '--key', join(whole, 'public-key.pem'));
    expect(told.out).toContain(`\nby the key with SHA-256 ${sha256}\n`);
  });

  it.each<[string, (dir: string) => void, RegExp]>([
    [
      'altered',
      (dir) => {
        const file = join(records(dir), '0000002.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('analyzer', 'executor'));
      },
      /^altered .*record 2: its hash is not that of its content$/m,
    ],
    [
      'removed',
      (dir) => rmSync(join(records(dir), '0000003.json')),
      /^removed .*record 3 to 3: expected, found none$/m,
    ],
    [
      'reordered',
      (dir) => {
        const [a, b] = ['0000003.json', '0000004.json'].map((name) => join(records(dir), name));
        if (a === undefined || b === undefined) return;
        const text = readFileSync(a, 'utf8');
        writeFileSync(a, readFileSync(b, 'utf8'));
        writeFileSync(b, text);
      },
      /^reordered .*record 3: in its place is number 4$/m,
    ],
    [
      'truncated by the newest record',
      (dir) => rmSync(join(records(dir), readdirSync(records(dir)).toSorted().at(-1) ?? '')),
      /^truncated .*the signed head of 2026-03-02T02 ends at record \d+, found \d+ records$/m,
    ],
    [
      'truncated by an incident',
      (dir) => rmSync(records(dir), { recursive: true }),
      /^truncated .*the whole chain is missing: the signed head of/m,
    ],
    [
      'forged',
      (dir) => writeFileSync(headIn(dir), readFileSync(headIn(dir), 'utf8').replace('"at":"2026', '"at":"2025')),
      /^forged .*its signature is not by the key$/m,
    ],
    [
      'strange',
      (dir) => writeFileSync(join(records(dir), 'note.txt'), ''),
      /^altered .*note.txt: no auditor wrote this key$/m,
    ],
    [
      'a folder in the place of a record',
      (dir) => {
        const file = join(records(dir), '0000002.json');
        rmSync(file);
        mkdirSync(file);
      },
      /^altered .*0000002.json: no auditor wrote this key$/m,
    ],
    [
      'a link to nowhere in the place of an incident',
      (dir) => symlinkSync(join(root, 'nowhere'), join(dir, 'records', 'inc-0')),
      /^altered .*records\/inc-0: no auditor wrote this key$/m,
    ],
    [
      'a folder in the place of a head',
      (dir) => {
        const file = headIn(dir);
        rmSync(file);
        mkdirSync(file);
      },
      /^altered .*: is not a signed head$/m,
    ],
  ])('names what was %s', async (name, tamper, line) => {
    const dir = await fresh(name);
    tamper(dir);
    const { code, out } = await run('verify', dir);
    expect(code).toBe(1);
    expect(out).toMatch(line);
    expect(out).toMatch(/not verified: \d+ findings?\n$/);
  });

  it('says how many records no head is over yet, and what a head that was kept shows', async () => {
    const kept = headIn(whole);
    expect(await run('verify', whole, '--head', kept)).toMatchObject({ code: 0 });
    const dir = await fresh('no head');
    rmSync(headIn(dir));
    const alone = await run('verify', dir);
    expect(alone.out).toMatch(/^not yet under a signed head: \d+\nno head was signed yet/m);
    expect(alone.out).toMatch(/^nothing was found, and nothing is proven\n$/m);
    const { code, out } = await run('verify', dir, '--head', kept);
    expect(code).toBe(1);
    expect(out).toMatch(/^truncated .*heads: head 2026-03-02T02, which was kept: the trail ends at none$/m);
  });

  const other = join(root, 'other.json');
  const [zipped, ed25519] = [join(root, 'events.json.gz'), join(root, 'ed25519.pem')];
  beforeAll(() => {
    writeFileSync(zipped, 'no gzip');
    writeFileSync(ed25519, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }));
  });
  it.each([
    [[], 'expected a command, verify or trail, found none'],
    [['check'], 'expected a command, verify or trail, found check'],
    [['verify'], 'verify: expected one <dir>, found 0'],
    [['verify', 'a', 'b'], 'verify: expected one <dir>, found 2'],
    [['verify', 'a', '--dir', 'b'], 'verify takes no --dir'],
    [['verify', join(root, 'none')], 'none: expected a folder with a download of the audit bucket, found nothing'],
    [['verify', root], 'expected records/ and heads/ of the audit bucket in it, found neither'],
    [['verify', join(root, 'whole'), '--key', other], 'expected a public key as PEM, found something else'],
    [['verify', join(root, 'whole'), '--key', 'none.pem'], '--key none.pem: there is no such file'],
    [['verify', join(root, 'whole'), '--head', other], 'expected a signed head, found something else'],
    [['verify', join(root, 'whole'), '--head', 'none.json'], '--head none.json: there is no such file'],
    [['verify', join(root, 'whole'), '--head', root], 'there is no such file'],
    [['verify', join(root, 'whole'), '--key', ed25519], 'expected a public key as PEM, found something else'],
    [['trail', lived.id, '--dir', join(root, 'whole'), '--events', zipped], 'expected a log file that gzip made'],
    [['trail', 'inc-1'], 'trail: expected --dir <dir>'],
    [['trail', 'inc-1', '--dir', join(root, 'whole')], 'trail: expected --events <path>'],
    [['trail', 'inc-1', '--dir', join(root, 'whole'), '--events', other], 'expected records/inc-1/ in it'],
  ])('says in one line what is wrong with call %#', async (argv, message) => {
    writeFileSync(other, '{}');
    const { code, out, err } = await run(...argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^audit: [^\n]*\n$/);
    expect(err).toContain(message);
  });

  it('shows its usage', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('npm run audit -- <command>') });
  });

  it('is not written over what is there', () => {
    expect(auditDirProblem(whole)).toContain('expected a new or empty directory');
    expect(auditDirProblem(join(whole, 'public-key.pem'))).toContain('expected a directory, found a file');
    expect(auditDirProblem(join(root, 'new'))).toBeUndefined();
  });
});

describe('npm run audit -- trail', () => {
  const claims = () =>
    readdirSync(join(whole, 'records'))
      .filter((name) => name.startsWith('AUDIT-'))
      .flatMap((name) => readdirSync(join(whole, 'records', name)).map((file) => join(whole, 'records', name, file)))
      .map((file) => JSON.parse(readFileSync(file, 'utf8')))
      .filter(({ what }) => what.fact === 'claimed');
  const target = (): string => claims()[0]?.what.target.name ?? '';
  const event = (at: string, eventID: string, change: object = {}, sourceIdentity = 'alice') => ({
    eventID,
    eventTime: `${at.slice(0, 19)}Z`,
    eventSource: 'ecs.amazonaws.com',
    eventName: 'UpdateService',
    readOnly: false,
    requestParameters: { cluster: target().split('/')[0], service: target().split('/')[1], desiredCount: 4 },
    userIdentity: {
      arn: `arn:aws:sts::123456789012:assumed-role/remediation/${lived.id}`,
      sessionContext: { sourceIdentity },
    },
    ...change,
  });
  const joined = async (name: string, ...events: readonly object[]) => {
    const dir = join(root, name);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'events.json'), JSON.stringify({ Records: events }));
    return run('trail', lived.id, '--dir', whole, '--events', dir);
  };

  it('joins audit and CloudTrail when both saw the call in the name of the approver', async () => {
    const at = claims()[0]?.when ?? '';
    const read = event(at, 'e-2', { readOnly: true, eventName: 'DescribeServices' });
    const foreign = event(at, 'e-3', {
      userIdentity: { arn: 'arn:aws:sts::123456789012:assumed-role/other/somebody' },
    });
    const { code, out } = await joined('agree', event(at, 'e-1'), read, foreign);
    expect(out).toContain('audit and CloudTrail agree');
    expect(out).toMatch(/approved by alice, 1 call by the audit/);
    expect(out).toMatch(/CloudTrail {2}alice {2}ecs\.amazonaws\.com UpdateService {2}e-1/);
    expect(out).not.toContain('e-3');
    expect(code).toBe(0);
  });

  const asReader = {
    userIdentity: { arn: `arn:aws:sts::210987654321:assumed-role/sovereign-ops-spoke-reader/${lived.id}` },
  };
  it('takes it for granted that a spoke is read in nobody’s name, before anybody was asked', async () => {
    const at = claims()[0]?.when ?? '';
    const read = event('2026-03-02T02:00:00', 'e-2', { ...asReader, readOnly: true, eventName: 'DescribeServices' });
    expect(await joined('read in a spoke', event(at, 'e-1'), read)).toMatchObject({ code: 0 });
  });

  it('reads what lookup-events answers', async () => {
    const file = join(root, 'lookup.json');
    const CloudTrailEvent = JSON.stringify(event(claims()[0]?.when ?? '', 'e-1'));
    writeFileSync(file, JSON.stringify({ Events: [{ CloudTrailEvent }] }));
    expect(await run('trail', lived.id, '--dir', whole, '--events', file)).toMatchObject({ code: 0 });
  });

  it.each<[string, RegExp, (at: string) => object[]]>([
    [
      'a call that is not in the audit',
      /^UNJOURNALED: .*DeleteService/m,
      (at) => [event(at, 'e-1'), event('2026-03-02T09:00:00', 'e-9', { eventName: 'DeleteService' })],
    ],
    [
      'a change by a session that only reads',
      /^UNJOURNALED: [^]*^WRONG-APPROVER: .*in the name of nobody/m,
      (at) => [event(at, 'e-1'), event('2026-03-02T02:00:00', 'e-9', asReader)],
    ],
    [
      'a call to another service',
      /^UNJOURNALED: .*ec2/m,
      (at) => [event(at, 'e-1'), event(at, 'e-9', { eventSource: 'ec2.amazonaws.com' })],
    ],
    [
      'another call of the same service, while a change was made',
      /^UNJOURNALED: .*DeleteService/m,
      (at) => [event(at, 'e-1'), event(at, 'e-9', { eventName: 'DeleteService' })],
    ],
    [
      'the same call on another resource, while a change was made',
      /^UNJOURNALED: .*UpdateService \(e-9\)/m,
      (at) => [event(at, 'e-1'), event(at, 'e-9', { requestParameters: { service: `${target().split('/')[1]}-2` } })],
    ],
    ['a call that CloudTrail did not see', /^UNSEEN: .*and CloudTrail has no call of it/m, () => []],
    [
      'a call in the name of somebody else',
      /^WRONG-APPROVER: .*in the name of mallory; approved by alice/m,
      (at) => [event(at, 'e-1', {}, 'mallory')],
    ],
  ])('finds %s', async (name, line, events) => {
    const { code, out } = await joined(name, ...events(claims()[0]?.when ?? ''));
    expect(out).toMatch(line);
    expect(code).toBe(1);
  });
});
