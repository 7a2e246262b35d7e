import { describe, expect, it } from 'vitest';
import type { Answered, Api } from '../../../../local/ops/api.ts';
import type { Decide } from '../../../../local/ops/command.ts';
import { decideRequest } from '../../../../local/ops/decide.ts';

const id = 'inc-20260302021000-aaaa1111';
const [one, two] = ['a'.repeat(64), `${'a'.repeat(8)}${'b'.repeat(56)}`];
type Level = 'low' | 'medium' | 'high';
const choice = (digest: string, level: Level, undo = 'restore') => ({
  digest,
  actions: [
    {
      title: 'Set the memory limit',
      target: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api\u202e' },
      undo,
      fields: [{ path: 'memory', before: '512Mi', after: '1Gi\u001b[31m' }],
    },
  ],
  blastRadius: { resources: 1, changePercent: 100 },
  risk: { level, factors: ['memory grows by 100 %'] },
  expected: { summary: 'stable' },
  quorum: { people: 1, roles: 1 },
});
type Case = { status?: string; level?: Level; undo?: string; answer?: Answered; closed?: object };

/** An incident that waits, behind an API that keeps what it was sent. */
const asked = ({ status = 'awaiting_approval', level = 'medium', undo, answer, closed }: Case = {}) => {
  const sent: { path: string; body: object }[] = [];
  const purpose = status === 'awaiting_rollback_approval' ? 'rollback' : 'change';
  const at = '2026-03-02T02:10:00.000Z';
  const shown = {
    now: at,
    incident: {
      id,
      status,
      over: false,
      service: 'payments',
      severity: 'high',
      resource: { kind: 'Deployment', name: 'a' },
      alarm: { name: 'a', reason: 'b', at },
      openedAt: at,
    },
    steps: [],
    diagnosis: null,
    choices: [],
    requests: [
      { approvalId: 'f'.repeat(32), purpose, status: 'pending', expiresAt: at, approvers: ['alice'], decisions: [] },
    ],
    validation: null,
  };
  const view = {
    now: at,
    you: { id: 'alice' },
    incident: { id, service: 'payments', severity: 'high', sentence: 'memory ran out' },
    choices: [choice(one, level, undo), choice(two, 'low')],
    request: { purpose, expiresAt: '2026-03-02T02:25:00.000Z', ...(closed === undefined ? {} : { closed }) },
  };
  const api: Api = {
    post: async (path, body) => {
      sent.push({ path, body });
      return path.endsWith('/view')
        ? { status: 200, answer: view }
        : (answer ?? { status: 200, answer: { outcome: 'decided', message: 'approved' } });
    },
    operation: async (name, body, schema) => {
      if (name === 'show') return schema.parse(shown);
      sent.push({ path: name, body });
      return schema.parse({ outcome: 'done', message: 'asked: others decide' });
    },
  };
  return { api, sent, decided: () => sent.filter(({ path }) => path.endsWith('/decision')).map(({ body }) => body) };
};

const command = (change: Partial<Decide> = {}): Decide => ({
  kind: 'decide',
  what: 'approve',
  incident: id,
  rollback: true,
  breakGlass: false,
  ...change,
});
const decide = async (
  { api }: Pick<ReturnType<typeof asked>, 'api'>,
  change: Partial<Decide> = {},
  answers?: readonly (string | undefined)[],
) => {
  const [out, questions]: [string[], string[]] = [[], []];
  const io = {
    argv: [],
    out: (text: string) => void out.push(text),
    err: () => undefined,
    isTerminal: answers !== undefined,
    ask: async (question: string) => {
      questions.push(question);
      return answers?.[questions.length - 1];
    },
    stackFile: '',
    now: () => new Date(),
    wait: async () => undefined,
    interrupted: new AbortController().signal,
  };
  return { ...(await decideRequest(io, api, command(change), false)), out: out.join(''), questions };
};

describe('a decision at a terminal', () => {
  it('shows what changes from what to what, cleaned, and sends the digest of what was shown', async () => {
    const world = asked();
    const done = await decide(world, {}, ['payments-api']);
    expect(done).toMatchObject({ code: 0, text: expect.stringContaining('approved') });
    expect(done.out).toContain('memory: 512Mi -> 1Gi\n');
    expect(done.out).toContain(`digest ${one.slice(0, 12)}`);
    expect(world.decided()).toEqual([{ decision: 'approve', digest: one, rollbackConsent: true }]);
  });

  it.each<[Level, string]>([
    ['medium', 'type the name of the resource'],
    ['high', 'type the name of the resource'],
    ['low', 'yes/no'],
  ])('asks for %s risk: %s', async (level, question) => {
    for (const typed of ['', 'y', 'no', 'another-name', undefined]) {
      const world = asked({ level });
      const left = await decide(world, {}, [typed]);
      expect(left).toMatchObject({ code: 1, document: { outcome: 'left' } });
      expect(left.questions[0]).toContain(question);
      expect(world.decided()).toEqual([]);
    }
  });

  it('asks for the reason where one is needed', async () => {
    const world = asked({ level: 'high' });
    await decide(world, {}, ['payments-api', 'all agreed']);
    expect(world.decided()).toMatchObject([{ reason: 'all agreed' }]);
    const rejecting = asked();
    await decide(rejecting, { what: 'reject' }, ['not at night']);
    expect(rejecting.decided()).toEqual([
      { decision: 'reject', digest: one, reason: 'not at night', rollbackConsent: false },
    ]);
    const silent = asked();
    expect(await decide(silent, { what: 'reject' }, [''])).toMatchObject({ code: 1 });
    expect(silent.decided()).toEqual([]);
  });

  it('takes another choice, no rollback and break-glass as they were given', async () => {
    const world = asked();
    await decide(world, { choice: 2, rollback: false, breakGlass: true, reason: 'fire' }, ['yes']);
    expect(world.decided()).toEqual([
      { decision: 'approve', digest: two, reason: 'fire', rollbackConsent: false, breakGlass: true },
    ]);
    await expect(decide(asked(), { choice: 3 }, ['yes'])).rejects.toMatchObject({ exit: 2 });
  });

  it('consents to no rollback where nothing can be restored', async () => {
    const world = asked({ undo: 'irreversible' });
    await decide(world, {}, ['payments-api']);
    expect(world.decided()).toMatchObject([{ rollbackConsent: false }]);
  });
});

describe('a decision without a terminal', () => {
  it('is made with the digest, and with nothing else', async () => {
    const world = asked();
    await decide(world, { digest: one.slice(0, 12) });
    expect(world.decided()).toMatchObject([{ digest: one }]);
    const other = asked();
    await expect(decide(other)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('--digest aaaaaaaaaaaa'),
    });
    await expect(decide(other, { choice: 1 })).rejects.toMatchObject({ exit: 2 });
    await expect(decide(other, { digest: 'c'.repeat(12) })).rejects.toMatchObject({ exit: 2 });
    // Both choices begin with it.
    await expect(decide(other, { digest: 'a'.repeat(8) })).rejects.toMatchObject({ exit: 2 });
    expect(other.decided()).toEqual([]);
  });

  it('needs the reason that it would have asked for', async () => {
    await expect(decide(asked(), { what: 'reject' })).rejects.toMatchObject({ exit: 2 });
    await expect(decide(asked({ level: 'high' }), { digest: one.slice(0, 12) })).rejects.toMatchObject({ exit: 2 });
    expect(await decide(asked(), { what: 'reject', reason: 'freeze' })).toMatchObject({ code: 0 });
  });
});

describe('a decision', () => {
  it.each([
    ['approve', 'awaiting_rollback_approval', 'rollback or reject decide that'],
    ['rollback', 'awaiting_approval', 'approve or reject decide that'],
    ['approve', 'resolved', 'is resolved'],
    ['reject', 'resolved', 'is resolved'],
  ] as const)('to %s is refused while the incident is %s', async (what, status, message) => {
    await expect(decide(asked({ status }), { what }, ['yes'])).rejects.toMatchObject({
      exit: 1,
      message: expect.stringContaining(message),
    });
  });

  it('approves a rollback that is asked for', async () => {
    const world = asked({ status: 'awaiting_rollback_approval' });
    await decide(world, { what: 'rollback', digest: one.slice(0, 12) });
    expect(world.decided()).toEqual([{ decision: 'approve', digest: one, rollbackConsent: false }]);
  });

  it('that came too late says who was first, and exits 1', async () => {
    const closed = { outcome: 'already', message: 'already rejected by bob' };
    expect(await decide(asked({ closed }), {}, ['yes'])).toMatchObject({ code: 1, text: 'already rejected by bob\n' });
    const answer = { status: 409, answer: closed };
    expect(await decide(asked({ answer }), { digest: one.slice(0, 12) })).toMatchObject({ code: 1, document: closed });
  });
});

describe('a rollback of a resolved incident', () => {
  it('is asked for with the reason, and decides nothing', async () => {
    const world = asked({ status: 'resolved' });
    const done = await decide(world, { what: 'rollback', reason: 'the pod was examined' });
    expect(done).toMatchObject({ code: 0, text: `${id}: asked: others decide\n`, document: { outcome: 'done' } });
    expect(world.sent).toEqual([
      { path: 'request-rollback', body: { incidentId: id, reason: 'the pod was examined' } },
    ]);
  });

  it('needs a reason', async () => {
    const world = asked({ status: 'resolved' });
    await expect(decide(world, { what: 'rollback' })).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('--reason is needed'),
    });
    expect(world.sent).toEqual([]);
  });

  it.each(['approve', 'reject'] as const)('is nothing that is asked for by %s', async (what) => {
    const world = asked({ status: 'resolved' });
    await expect(decide(world, { what, reason: 'the pod was examined' })).rejects.toMatchObject({ exit: 1 });
    expect(world.sent).toEqual([]);
  });
});
