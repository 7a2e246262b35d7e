import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { traceIdOf } from '../../core/incident/trace.ts';
import { weeklyReview } from '../../core/knowledge/weekly/review.ts';
import { main } from '../../local/cli/main.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import type { LocalPerson } from '../../local/gateway/people.ts';
import { embedded } from '../../local/run/operators.ts';
import { writeStackFile } from '../../local/run/stack-file.ts';
import { ops } from '../support/ops-terminal.ts';
import { named, played } from '../support/played.ts';
import { runAs, underRoles } from '../template/under-roles.ts';

const lastWeek = { from: new Date('2026-02-16T06:00:00.000Z'), to: new Date('2026-02-23T06:00:00.000Z') };
const dir = mkdtempSync(join(tmpdir(), 'ops-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Where a run of these tests tells of itself, as `npm start` does. */
const announced = (name: string) => {
  const file = join(dir, name);
  const onUp = (url: string, people: readonly LocalPerson[]) =>
    writeStackFile(file, {
      ...embedded,
      url,
      scenario: name,
      pid: process.pid,
      startedAt: '2026-03-02T02:10:00.000Z',
      people: [...people],
    });
  return { onUp, run: (argv: string, ...more: string[]) => ops(file, [...argv.split(' '), ...more]) };
};

describe('npm run ops against the embedded stack', () => {
  it('stops a rollback, and closes what it left, with the person and the reason in the trail', async () => {
    const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
    const memory = memoryTable(clock.now);
    const { run, onUp } = announced('stopped.json');
    const seen: Record<string, Awaited<ReturnType<typeof run>>> = {};
    const refused = new Set<string>();
    const { document } = await played(named('fix-ineffective'), {
      table: memory,
      clock,
      onUp,
      // Somebody pulls the brake between the change and the judgement of it.
      around: (name, handler) =>
        runAs(
          name,
          name === 'executor'
            ? async (event) => {
                const answer = await handler(event);
                seen['stop'] = await run('emergency-stop set');
                return answer;
              }
            : handler,
        ),
      changePorts: (ports) => underRoles(ports, refused),
      keep: async ({ document: { incident } }) => {
        const { id } = incident;
        seen['list'] = await run('incidents list --status open');
        seen['show'] = await run('incidents show --json');
        seen['shown'] = await run('incidents show');
        seen['journal'] = await run(`journal ${id}`);
        seen['watch'] = await run(`incidents watch ${id.slice(-8)}`);
        seen['viewer'] = await run('incidents close --as carol --reason enough');
        seen['analyst'] = await run('incidents close --json --reason enough');
        seen['close'] = await run('incidents close --as bob', '--reason', 'restored by hand');
        seen['again'] = await run(`incidents close ${id} --as bob --reason twice`);
        seen['none'] = await run('incidents close --as bob --reason none');
        seen['closed'] = await run(`incidents watch ${id} --once`);
        seen['clear'] = await run('emergency-stop clear --json');
        seen['execution'] = await run('execution disable');
        seen['enabled'] = await run('execution show');
        seen['mode'] = await run('mode set propose');
        seen['circuits'] = await run('circuit show');
        seen['nothing'] = await run('circuit close --as bob --reason none');
        seen['review'] = await run(`incidents review ${id} --as bob --reason none`);
        seen['unwritten'] = await run('weekly --as carol');
        const body = {
          review: weeklyReview({ ...lastWeek, incomplete: false, incidents: [], runbooks: [], sections: [] }),
        };
        await memory.table.transact([{ kind: 'create', item: { ...keys.weekly('2026-02-23'), body } }]);
        seen['weekly'] = await run('weekly --as carol');
        seen['week'] = await run('weekly --as carol --json --week 2026-02-23');
      },
    });
    // What the role of the function does not have would not work in an account.
    expect([...refused]).toEqual([]);
    expect(document.incident.status).toBe('rollback_failed');
    const { id } = document.incident;
    expect(seen).toMatchObject({
      stop: { code: 0, out: expect.stringContaining('emergency-stop: clear -> set') },
      list: { code: 0, out: expect.stringMatching(new RegExp(`rollback failed .* ${id}`)) },
      show: { code: 0 },
      shown: { code: 0, out: expect.stringMatching(new RegExp(`Trace +${traceIdOf(id)}\n[^]*named by fixed rules`)) },
      journal: { code: 0, out: expect.stringMatching(/set-resources .* succeeded .*512Mi .*1Gi/) },
      watch: { code: 0, out: expect.stringContaining('only incidents close ends it') },
      viewer: { code: 1, err: expect.stringContaining('carol') },
      analyst: { code: 1, err: expect.stringContaining('needs an admin; alice is an analyst') },
      close: { code: 0, out: `${id}: closed; 2 resources are released\n` },
      again: { code: 1, err: expect.stringContaining('closed already: closed by bob: restored by hand') },
      none: { code: 2, err: expect.stringContaining('no incident waits to be closed') },
      closed: { code: 0, out: expect.stringMatching(/closed +bob +closed by bob: restored by hand\n/) },
      execution: { code: 0, out: expect.stringContaining('execution: enabled -> disabled') },
      enabled: { code: 0, out: expect.stringContaining('execution: disabled') },
      mode: { code: 0, out: 'mode: execute -> propose\npeople are asked; nothing is executed\n' },
      circuits: { code: 0, out: expect.stringMatching(/closed +1 +global/) },
      nothing: { code: 1, err: expect.stringContaining('no circuit is open') },
      review: { code: 1, err: expect.stringContaining('nobody used break-glass here') },
      unwritten: { code: 1, err: expect.stringContaining('no review of the last 5 weeks') },
      weekly: { code: 0, out: '# Review of the week from 2026-02-16 to 2026-02-23\n\nIncidents that ended: 0.\n' },
    });
    expect(JSON.parse(seen['show']?.out ?? '')).toMatchObject({
      incident: { id, traceId: traceIdOf(id), status: 'rollback_failed' },
    });
    expect(JSON.parse(seen['week']?.out ?? '')).toMatchObject({ week: '2026-02-23', review: { incidents: 0 } });
    expect(JSON.parse(seen['analyst']?.out ?? '')).toMatchObject({ outcome: 'failed' });
    expect(JSON.parse(seen['clear']?.out ?? '')).toMatchObject({ before: 'set', after: 'clear' });
    expect(memory.all().filter(({ pk, sk }) => pk.startsWith('LEASE#') && sk === 'HELD')).toEqual([]);
  });

  it('closes the circuit that two failures opened, and only an admin does', async () => {
    const { run, onUp } = announced('circuit.json');
    const seen: Record<string, Awaited<ReturnType<typeof run>>> = {};
    const refused = new Set<string>();
    const { document } = await played(named('circuit-open'), {
      onUp,
      around: runAs,
      changePorts: (ports) => underRoles(ports, refused),
      keep: async () => {
        seen['show'] = await run('circuit show');
        seen['analyst'] = await run('circuit close --reason enough');
        seen['closed'] = await run('circuit close --as bob', '--reason', 'the limit is right now');
        seen['after'] = await run('circuit show --json');
      },
    });
    expect([...refused]).toEqual([]);
    expect(document.incident.status).toBe('refused');
    expect(seen).toMatchObject({
      show: { code: 0, out: expect.stringMatching(/OPEN +2 +\S+ +global/) },
      analyst: { code: 1, err: expect.stringContaining('needs an admin') },
      closed: { code: 0, out: expect.stringContaining('the circuit global is closed after 2 failures') },
    });
    expect(seen['after']?.out).not.toContain('"open": true');
  });

  it('finds a stack that npm start keeps, until it is interrupted', async () => {
    const stackFile = join(dir, 'kept.json');
    let found: Awaited<ReturnType<typeof ops>> | undefined;
    const out: string[] = [];
    const code = await main({
      argv: ['--fast', '--memory', '--keep', '--approve', 'alice'],
      out: (text) => void out.push(text),
      err: (text) => void out.push(text),
      isTerminal: false,
      root: '.',
      now: () => new Date('2026-03-02T02:10:00.000Z'),
      stackFile,
      interrupted: async () => {
        expect(statSync(stackFile).mode & 0o777).toBe(0o600);
        found = await ops(stackFile, ['incidents', 'list']);
      },
    });
    expect(code).toBe(0);
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining('resolved') });
    expect(out.join('')).toContain('stay reachable until Ctrl-C');
    expect(() => statSync(stackFile)).toThrow('ENOENT');
  });
});
