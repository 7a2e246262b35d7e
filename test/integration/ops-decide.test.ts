import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { embedded } from '../../local/run/operators.ts';
import { writeStackFile } from '../../local/run/stack-file.ts';
import { ops } from '../support/ops-terminal.ts';
import { named, played } from '../support/played.ts';

const dir = mkdtempSync(join(tmpdir(), 'ops-'));
afterAll(() => rmSync(dir, { recursive: true }));

type Ops = Awaited<ReturnType<typeof ops>>;

/** A scenario in which a person decides by the command line, as soon as the first of them is asked. */
const decidedBy = async (scenario: string, decide: (file: string) => Promise<void>) => {
  const file = join(dir, `${scenario}.json`);
  let work: Promise<void> | undefined;
  const ran = await played(named(scenario), {
    decision: { kind: 'person' },
    onUp: (url, people) =>
      writeStackFile(file, {
        ...embedded,
        url,
        scenario,
        pid: process.pid,
        startedAt: '2026-03-02T02:10:00.000Z',
        people: [...people],
      }),
    tell: (news) => {
      if (news.kind === 'link') work ??= decide(file);
    },
    keep: async () => work,
  });
  return ran.document;
};

describe('a decision by npm run ops', () => {
  it('approves medium risk with the typed name, by a signature instead of a link, and follows it', async () => {
    const seen: Record<string, Ops> = {};
    const document = await decidedBy('ecs-bad-deploy', async (file) => {
      seen['script'] = await ops(file, ['approve', '--as', 'bob']);
      const answers = ['quay/another'];
      seen['wrong'] = await ops(file, ['approve', '--as', 'bob'], { isTerminal: true, answers });
      seen['viewer'] = await ops(file, ['approve', '--as', 'carol'], { isTerminal: true, answers: ['quay/basket'] });
      seen['right'] = await ops(file, ['approve', '--as', 'bob'], { isTerminal: true, answers: ['quay/basket'] });
      const [id = ''] = /inc-[0-9a-z-]+/.exec(seen['right'].out) ?? [];
      seen['watch'] = await ops(file, ['incidents', 'watch', id]);
    });
    expect(seen).toMatchObject({
      script: { code: 2, err: expect.stringContaining('--digest') },
      wrong: { code: 1, err: expect.stringContaining('that is not quay/basket'), out: expect.stringContaining('->') },
      viewer: { code: 1, out: expect.stringContaining('viewer') },
      right: { code: 0, asked: [expect.stringContaining('quay/basket')] },
    });
    expect(seen['watch']?.out).toContain('approved by bob');
    expect(document.incident.status).toBe('resolved');
    expect(document.approval?.decisions).toMatchObject([{ by: 'bob', decision: 'approve' }]);
  });

  it('rejects with a reason, from a script', async () => {
    let seen: Ops | undefined;
    const document = await decidedBy('eks-oomkilled', async (file) => {
      seen = await ops(file, ['reject', '--json', '--reason', 'not at night']);
    });
    expect(seen?.code).toBe(0);
    expect(JSON.parse(seen?.out ?? '')).toMatchObject({ outcome: 'decided', decision: 'rejected', by: 'alice' });
    expect(document.incident.status).toBe('rejected');
  });
});
