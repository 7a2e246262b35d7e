import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { diagnosis, evidence } from '../../support/approval-page.ts';
import { onlyPeople, run, to } from '../../support/notifier.ts';
import { ask, put, resolved } from '../../support/resolved.ts';
import type { World } from '../../support/world.ts';

const asked = async (): Promise<World> => {
  const w = await resolved();
  await ask(w, 'bob');
  return w;
};

describe('a rollback that somebody asked for', () => {
  it('is told to those who decide with who asked and why, and whoever asked is sent no link', async () => {
    const w = await asked();
    expect(await run(w, { policy: onlyPeople, noticeDetail: 'full' })).toEqual({ kind: 'asked', approvers: 1 });
    expect(w.deps.notices.links.map((link) => link.to)).toEqual(['alice']);
    expect(to(w, 'alice')?.text).toContain('Asked for by: bob');
    expect(to(w, 'alice')?.text).toContain('the pod was examined');
  });

  it('is asked of nobody by a stored request that does not name whoever asked', async () => {
    const w = await asked();
    await run(w, { policy: onlyPeople });
    const sent = w.deps.notices.links.length;
    const { rollbackApprovalId = '' } = await w.read();
    const stored = await w.deps.table.get(keys.approval(rollbackApprovalId));
    expect(stored).toMatchObject({ askedBy: 'bob' });
    await put(w, { ...stored, ...keys.approval(rollbackApprovalId), askedBy: undefined });
    await expect(run(w, { policy: onlyPeople })).rejects.toThrow('askedBy is undefined');
    expect(w.deps.notices.links).toHaveLength(sent);
  });

  it('is told without the reason where notices keep to the least', async () => {
    const w = await asked();
    await run(w, { policy: onlyPeople });
    expect(to(w, 'alice')?.text).toContain('Asked for by: bob');
    expect(to(w, 'alice')?.text).not.toContain('examined');
  });

  it('has a report of its own when it ends, beside the one of the first end and what was learnt then', async () => {
    const w = await resolved();
    const { id } = w.incident;
    await put(w, { ...keys.diagnosis(id), body: diagnosis });
    await put(w, { ...keys.evidence(id), body: evidence });
    await run(w);
    const known = () => w.memory.all().filter(({ pk }) => pk.startsWith('KNOWLEDGE#'));
    const before = known();
    expect(before).toHaveLength(2);
    await ask(w, 'bob');
    const end = { ...(await w.read()), status: 'rolled_back' as const };
    await put(w, { ...end, ...keys.incident(id) });
    expect(await run(w)).toEqual({ kind: 'told' });
    const later = await w.deps.table.get(keys.laterReport(id, end.seq));
    expect(later?.['body']).toMatchObject({ status: 'rolled_back' });
    expect(known()).toEqual(expect.arrayContaining([...before, later]));
    expect(known()).toHaveLength(3);
  });
});
