import { describe, expect, it } from 'vitest';
import type { Status } from '../../core/incident/lifecycle.ts';
import type { Item } from '../../core/incident/table.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { named } from '../support/played.ts';
import { changed, linkOf, recording, resume, until, versions } from './resume.ts';

const reached =
  (status: Status) =>
  (item: Item): boolean =>
    item.sk.startsWith('T#') && item['to'] === status && item['from'] !== status;
const journalled =
  (n: number, status: string) =>
  (item: Item): boolean =>
    item.sk.startsWith('STEP#') && item.sk.endsWith(`/${n}`) && JSON.stringify(item).includes(`"status":"${status}"`);
const resolved = named('eks-oomkilled');
const ineffective = named('fix-ineffective');

describe.each(versions)('what version %s left', (version) => {
  const whole = recording(version, 'resolved');
  const asked = recording(version, 'rollback-asked');
  const unknown = recording(version, 'outcome-unknown');

  it.each([
    ['detected', reached('detected'), 2],
    ['analyzed', reached('analyzed'), 2],
    ['proposed', reached('proposed'), 2],
    ['awaiting_approval', reached('awaiting_approval'), 2],
    ['approved', reached('approved'), 2],
    ['executing', reached('executing'), 2],
    ['the first of two calls made', journalled(0, 'succeeded'), 1],
    ['both calls made', journalled(1, 'succeeded'), 0],
    ['executed', reached('executed'), 0],
  ] as const)('goes on to resolved from %s, and calls nothing twice', async (_at, moment, calls) => {
    const { incident, told, patches, deadLetters } = await resume(until(whole, moment), { scenario: resolved });
    expect(incident()).toMatchObject({ status: 'resolved', leases: [] });
    expect(told('resolved')).toBe(true);
    expect(patches).toHaveLength(calls);
    expect(deadLetters).toEqual([]);
  });

  it('is decided by a link that it sent, and is sent the same one again', async () => {
    const left = until(whole, reached('awaiting_approval'));
    const link = linkOf(whole, 'approval-request');
    const { incident, answers, sent } = await resume(left, { scenario: resolved, clicks: link, decides: false });
    expect(answers).toEqual(['decided']);
    expect(incident().status).toBe('resolved');
    const again = await resume(left, { scenario: resolved, decides: false, virtualMs: 30_000 });
    const token = (of: string | undefined): string | undefined => of?.split('#')[1];
    expect([...sent, ...again.sent].filter(({ to }) => to === 'alice').map((one) => token(one.link))).toContain(
      token(link.link),
    );
  });

  it('asks for the rollback of what did not help, and rolls back by a link that it sent', async () => {
    for (const status of ['fix_ineffective', 'awaiting_rollback_approval'] as const) {
      const { incident } = await resume(until(asked, reached(status)), { scenario: ineffective });
      expect(incident().status).toBe('rolled_back');
    }
    const left = until(asked, ({ sk, purpose }) => sk === 'REQUEST' && purpose === 'rollback');
    const { incident, answers, patches } = await resume(left, {
      scenario: ineffective,
      clicks: linkOf(asked, 'rollback-request'),
      decides: false,
    });
    expect(answers).toEqual(['decided']);
    expect(incident()).toMatchObject({ status: 'rolled_back', leases: [] });
    expect(patches).toHaveLength(2);
  });

  it('keeps the leases of an outcome that nobody knows, for a person', async () => {
    const { incident, patches } = await resume(until(unknown, reached('outcome_unknown')), { scenario: resolved });
    expect(incident()).toMatchObject({ status: 'outcome_unknown', leases: [expect.any(String), expect.any(String)] });
    expect(patches).toEqual([]);
  });

  it('remembers what it learnt, and counts its failures on', async () => {
    const { all } = await resume(whole, { scenario: resolved });
    expect(all().filter(({ pk }) => pk.startsWith('KNOWLEDGE#RUNBOOK#'))).toHaveLength(1);
    const stale = await resume(unknown, { scenario: resolved });
    expect(
      stale
        .all()
        .filter(({ pk }) => pk.startsWith('CIRCUIT#'))
        .map(({ failures }) => failures),
    ).toEqual([1, 1]);
  });

  describe('after a deployment that changed the policy layer, too', () => {
    const policy = { ...loadPolicyLayer('layers/policy'), version: 'another' };

    it.each(['awaiting_approval', 'approved'] as const)('is refused from %s, with everybody told', async (status) => {
      const { incident, told, patches } = await resume(until(whole, reached(status)), { scenario: resolved, policy });
      expect(incident()).toMatchObject({
        status: 'refused',
        reason: 'digest: the policy changed since the proposal was made',
        leases: [],
      });
      expect(told('refused')).toBe(true);
      expect(patches).toEqual([]);
    });

    it('begins no second call, and takes the first one back as consented', async () => {
      const left = until(whole, journalled(0, 'succeeded'));
      const { incident, patches } = await resume(left, { scenario: resolved, policy });
      expect(incident()).toMatchObject({ status: 'rolled_back', leases: [] });
      expect(patches).toHaveLength(1);
    });
  });

  describe('where a newer version wrote', () => {
    const left = until(whole, reached('approved'));
    const body = (item: Item) => item['body'] as { choices: object[] };

    it('a status that is not known: the item and its deadline stay, and it is said every minute', async () => {
      const newer = changed(left, 'INCIDENT#', (item) => (item.sk === 'STATE' ? { ...item, status: 'staged' } : item));
      const { state, ports, patches } = await resume(newer, { scenario: resolved, virtualMs: 300_000 });
      expect(state()).toMatchObject({
        status: 'staged',
        seq: 5,
        due: { does: 'again', attempt: 0 },
        waiting: expect.anything(),
      });
      expect(ports.meter.counts.get('DeadlinesFailed')).toBeGreaterThan(1);
      expect(patches).toEqual([]);
    });

    it.each<[string, string, (item: Item) => Item]>([
      [
        'a proposal of another version',
        'PROPOSAL#',
        (item) => ({
          ...item,
          body: { ...body(item), choices: body(item).choices.map((one) => ({ ...one, version: 2 })) },
        }),
      ],
      [
        'a proposal with a field that is not known',
        'PROPOSAL#',
        (item) => ({
          ...item,
          body: { ...body(item), choices: body(item).choices.map((one) => ({ ...one, gentle: true })) },
        }),
      ],
    ])('%s: nothing is executed, the event is kept, and a person is told', async (_what, prefix, change) => {
      const { incident, told, patches, deadLetters } = await resume(changed(left, prefix, change), {
        scenario: resolved,
      });
      expect(incident()).toMatchObject({
        status: 'refused',
        reason: expect.stringMatching(/^(approved: the next step did not come|digest: )/),
      });
      expect(told('refused')).toBe(true);
      expect(deadLetters.map((letter) => letter.function)).toContain('executor');
      expect(patches).toEqual([]);
    });
  });
});
