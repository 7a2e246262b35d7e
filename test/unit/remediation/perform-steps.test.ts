import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import type { Action, ActionState } from '../../../core/remediation/action.ts';
import { actionOf } from '../../../core/remediation/catalogue.ts';
import { sha256 } from '../../../core/remediation/digest.ts';
import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../../../core/remediation/errors.ts';
import type { JournalEntry } from '../../../core/remediation/journal.ts';
import { type Call, perform, readEntry, record } from '../../../core/remediation/perform.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { memoryClaims } from '../../../local/ports/claims.ts';
import { incident, later, versions } from '../../support/incident.ts';
import { proposal } from '../../support/proposal.ts';

const { id: incidentId } = incident();
const [planned] = proposal().actions;
if (planned === undefined) throw new Error('no action');
const path = 'containers.app.limits.memory';
const key = 'approval/0';
const auditHour = later(0).toISOString().slice(0, 13);

/** One step on a resource that does what it is asked; everything that happens is told in order. */
const step = (change: Partial<Call> = {}, action: Partial<Action> = {}) => {
  const state: { holds: ActionState | undefined } = { holds: { [path]: '512Mi' } };
  const told: string[] = [];
  const memory = memoryTable(() => later(0));
  const claims = memoryClaims();
  const lineNow = async () => (await readEntry(memory.table, incidentId, key))?.status ?? 'no line';
  const call: Call = {
    incidentId,
    idempotencyKey: key,
    planned,
    touched: planned.touched,
    ...change,
    action: {
      ...actionOf(planned),
      describe: async () => state.holds,
      apply: async (_parameters, touched, _write, { idempotencyKey }) => {
        told.push(`called as ${idempotencyKey} with the line ${await lineNow()}`);
        state.holds = Object.fromEntries(touched.map(({ path, after }) => [path, after]));
      },
      ...action,
    },
  };
  const deps = {
    table: memory.table,
    versions,
    now: () => later(0),
    claims: {
      take: async (name: string, body: Record<string, unknown>) => {
        told.push(`claimed ${name} for ${JSON.stringify(body)} with ${await lineNow()}`);
        return claims.take(name, body);
      },
    },
  };
  const facts = async () => memory.table.list(`AUDIT#${auditHour}`);
  return {
    state,
    told,
    deps,
    call,
    facts,
    make: (other: Partial<typeof deps> = {}) => perform({ ...deps, ...other }, call, {}),
  };
};
const line: JournalEntry = {
  idempotencyKey: key,
  provider: 'kubernetes',
  action: 'set-resources',
  target: planned.target,
  status: 'succeeded',
  prior: { [path]: '512Mi' },
  observed: { [path]: '1Gi' },
  executedAt: later(0).toISOString(),
};

describe('a step', () => {
  it('is claimed, then recorded, then called, then looked at', async () => {
    const { make, told, deps, facts } = step();
    expect(await make()).toEqual(line);
    expect(told).toEqual([
      `claimed approval/0 for {"incidentId":"${incidentId}","action":"set-resources","at":"${later(0).toISOString()}"} with no line`,
      'called as approval/0 with the line started',
    ]);
    expect(await readEntry(deps.table, incidentId, key)).toEqual(line);
    expect(await facts()).toMatchObject([
      { fact: 'called', status: 'succeeded', by: 'executor', digests: { observed: sha256({ [path]: '1Gi' }) } },
      { fact: 'claimed', won: true, action: 'set-resources', digests: { prior: sha256({ [path]: '512Mi' }) } },
    ]);
  });

  it('backwards is recorded as one of the rollback', async () => {
    const { make, facts } = step({ idempotencyKey: 'approval/0/undo' });
    await make();
    expect((await facts()).map(({ by }) => by)).toEqual(['rollback', 'rollback']);
  });

  it('that is over is not made again, and costs one look', async () => {
    const { make, told } = step();
    await make();
    expect(await make()).toEqual(line);
    expect(told).toHaveLength(2);
  });

  it('whose claim is taken is only looked at', async () => {
    const { make, told, deps, facts } = step();
    await deps.claims.take(key, {});
    expect(await make()).toMatchObject({ status: 'failed', observed: { [path]: '512Mi' } });
    expect(told.filter((one) => one.startsWith('called'))).toEqual([]);
    expect(await facts()).toMatchObject([
      { fact: 'called', status: 'failed' },
      { fact: 'claimed', won: false },
    ]);
  });

  it('is not called when it is forbidden at the last moment, and its claim is spent', async () => {
    const { make, told, deps } = step({ forbidden: async () => `stop ${'x'.repeat(400)}` });
    expect(await make()).toMatchObject({ status: 'failed', error: `stop ${'x'.repeat(295)}` });
    expect(told).toHaveLength(1);
    expect(await deps.claims.take(key, {})).toBe(false);
  });

  it('that was forbidden has failed, whatever somebody else put there', async () => {
    const { make, state } = step({ forbidden: async () => 'stop' });
    state.holds = { [path]: '1Gi' };
    expect(await make()).toMatchObject({ status: 'failed', error: 'stop', observed: { [path]: '1Gi' } });
  });

  it('is called when nothing forbids it', async () => {
    const { make } = step({ forbidden: async () => undefined });
    expect(await make()).toMatchObject({ status: 'succeeded' });
  });

  it.each([
    ['refused', new PreconditionFailed('it is 2Gi'), 'failed', 'PreconditionFailed: it is 2Gi'],
    ['forbidden', new NotPermitted('no\n  right'), 'failed', 'NotPermitted: no right'],
    ['lost', new ProviderUnavailable('x'.repeat(400)), 'outcome_unknown', undefined],
    ['ended by nothing that can be named', 'text', 'outcome_unknown', undefined],
  ])('that was %s is judged so', async (_how, thrown, status, error) => {
    const seen = step({}, { apply: () => Promise.reject(thrown) });
    seen.state.holds = { [path]: '3Gi' };
    const entry = await seen.make();
    expect(entry.status).toBe(status);
    if (error !== undefined) expect(entry.error).toBe(error);
  });

  it.each([
    [
      'by its name in 300 characters',
      new ProviderUnavailable('x'.repeat(400)),
      `ProviderUnavailable: ${'x'.repeat(279)}`,
    ],
    ['as unknown where it was no error', 'text', 'an unknown error'],
  ])('whose answer was lost tells it %s', async (_how, thrown, error) => {
    const { make } = step({}, { apply: () => Promise.reject(thrown) });
    expect(await make()).toMatchObject({ status: 'started', error });
    // Who looks again makes no call, and keeps what is known of the first.
    expect(await make()).toMatchObject({ status: 'failed', error });
  });

  it('whose answer was lost and that shows late is found', async () => {
    const { make, state } = step({}, { apply: () => Promise.reject(new ProviderUnavailable('lost')) });
    expect(await make()).toMatchObject({ status: 'started' });
    state.holds = { [path]: '1Gi' };
    expect(await make()).toMatchObject({ status: 'succeeded' });
  });

  it('that cannot be looked at after the call is unknown', async () => {
    const { make } = step({}, { describe: () => Promise.reject(new ProviderUnavailable('no')) });
    expect(await make()).toMatchObject({ status: 'outcome_unknown', observed: null });
  });

  it('that changes nothing claims and calls nothing', async () => {
    const touched = [{ path, before: '512Mi', after: '0.5Gi' }];
    const { make, told, facts } = step({ touched });
    expect(await make()).toMatchObject({ status: 'skipped', observed: { [path]: '512Mi' } });
    expect([told, await facts()]).toEqual([[], []]);
  });

  it('repeats a prior value by the name that auditors know', async () => {
    const { make } = step({}, { journalName: (of) => (of === path ? 'priorMemory' : undefined) });
    expect((await make()).prior).toEqual({ [path]: '512Mi', priorMemory: '512Mi' });
  });
});

describe('a line of the journal', () => {
  const known = async (status: JournalEntry['status'], holds: ActionState | undefined) => {
    const seen = step();
    seen.state.holds = holds;
    await record(seen.deps, incidentId, { ...line, status });
    return { entry: await seen.make(), ...seen };
  };

  it.each(['succeeded', 'skipped'] as const)(
    'that says %s is believed only where the resource holds it',
    async (status) => {
      expect((await known(status, { [path]: '1024Mi' })).entry).toEqual({ ...line, status });
      const { entry, deps, told } = await known(status, { [path]: '512Mi' });
      const doubted = {
        ...line,
        status: 'outcome_unknown',
        observed: { [path]: '512Mi' },
        error: `the journal says ${status}, and the resource does not hold it`,
      };
      expect(entry).toEqual(doubted);
      expect(await readEntry(deps.table, incidentId, key)).toEqual(doubted);
      expect(told).toEqual([]);
      expect((await known(status, undefined)).entry).toMatchObject({ status: 'outcome_unknown', observed: null });
    },
  );

  it.each(['failed', 'outcome_unknown', 'rolled_back'] as const)('that says %s needs no proof', async (status) => {
    const { entry, told } = await known(status, { [path]: '512Mi' });
    expect([entry, told]).toEqual([{ ...line, status }, []]);
  });

  it.each(['pending', 'approved', 'started'] as const)('that says %s is no end: the claim decides', async (status) => {
    const { entry, told, facts } = await known(status, { [path]: '512Mi' });
    expect(entry).toMatchObject({ status: 'succeeded' });
    expect(told).toHaveLength(2);
    // The line was there before the call: nothing is written over what it knows.
    expect(await facts()).toMatchObject([{ fact: 'called' }]);
  });

  it('is written also where its fact is there already, and expires like everything', async () => {
    const { deps } = step();
    const fact = { kind: 'create', item: { pk: 'AUDIT#x', sk: 'y' } } as const;
    await record(deps, incidentId, { ...line, status: 'started' }, fact);
    await record(deps, incidentId, line, fact);
    expect(await deps.table.get(keys.journal(incidentId, key))).toEqual({
      ...keys.journal(incidentId, key),
      body: line,
      purgeAt: Date.parse('2027-02-18T03:00:00.000Z') / 1000,
    });
    expect(await readEntry(deps.table, incidentId, 'approval/1')).toBeUndefined();
  });

  it('is one transaction with its fact', async () => {
    const { deps } = step();
    const made: Parameters<Table['transact']>[0][] = [];
    const transact: Table['transact'] = async (writes) => {
      made.push(writes);
      return { kind: 'committed' };
    };
    const watched = { ...deps, table: { ...deps.table, transact } };
    const fact = { kind: 'create', item: { pk: 'a', sk: 'b' } } as const;
    await record(watched, incidentId, line);
    await record(watched, incidentId, line, fact);
    const item = expect.objectContaining({ ...keys.journal(incidentId, key), body: line });
    const written = { kind: 'replace', item, when: [] };
    expect(made).toEqual([[written], [written, fact]]);
  });
});
