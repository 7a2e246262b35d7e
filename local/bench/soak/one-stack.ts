import * as z from 'zod';
import { virtualClock } from '../../engine/clock.ts';
import { memoryTable } from '../../engine/memory-table.ts';
import { seededRandom } from '../../engine/random.ts';
import type { LocalPorts } from '../../ports.ts';
import { openPage } from '../../run/approval-page.ts';
import { checkAudit } from '../../run/audit-check.ts';
import { decideByLink } from '../../run/decide-by-link.ts';
import { followIncidents } from '../../run/follow.ts';
import { fixIneffective } from '../../scenarios/fix-ineffective.ts';
import { createStack, type Stack } from '../../stack.ts';
import type { Loop, SoakParts } from './new-stacks.ts';
import { forgettingStandIns } from './stand-ins.ts';

const Asked = z.looseObject({ kind: z.literal('approval-request'), link: z.url() });
type Says = 'approve' | 'reject' | 'nothing';
/** A change that does not help and is taken back, one that is refused, one that nobody answers: the world is as it was. */
const turns: readonly { says: Says; ends: string }[] = [
  { says: 'approve', ends: 'rolled_back' },
  { says: 'reject', ends: 'rejected' },
  { says: 'nothing', ends: 'expired' },
];
const longest = { virtualMs: 3 * 3_600_000 };
const settling = { virtualMs: 120_000 };
/** Between two incidents, so that nothing late of the one falls into the other. */
const between = { virtualMs: 20 * 60_000 };

/** One stack that takes incident after incident; after each, what an account would let expire is taken away. */
export const oneStack = async ({ template, policy }: Pick<SoakParts, 'template' | 'policy'>) => {
  const clock = virtualClock(new Date('2026-11-20T03:00:00.000Z'));
  const memory = memoryTable(clock.now);
  let up: Stack | undefined;
  const stack = (): Stack => {
    if (up === undefined) throw new Error('the stack is not up yet');
    return up;
  };
  const page = await openPage((event) => stack().engine.invoke('approval-api', event), 0);
  if (page.kind !== 'open') throw new Error(page.message);

  let says: Says = 'nothing';
  const decisions: Promise<unknown>[] = [];
  const decide = async (link: string, decision: 'approve' | 'reject'): Promise<void> => {
    const release = stack().engine.hold();
    try {
      await decideByLink(link, decision, 'soak');
    } finally {
      release();
    }
  };
  const hear = ({ to, data }: Parameters<LocalPorts['notices']['send']>[0]): void => {
    const asked = Asked.safeParse(data);
    if (says === 'nothing' || !asked.success || !('approver' in to) || to.approver !== 'alice') return;
    // A reminder is not another decision.
    if (decisions.length === 0) decisions.push(decide(asked.data.link, says));
  };

  const quiet = (): void => undefined;
  const standIns = forgettingStandIns(hear);
  let incidents = followIncidents(memory.table, quiet, quiet);
  let ports: LocalPorts | undefined;
  up = createStack({
    scenario: fixIneffective,
    template,
    policy,
    table: memory,
    clock,
    random: seededRandom(1),
    approvalBaseUrl: page.url,
    onEvent: (event) => incidents.hear(event),
    changePorts: (made) => {
      ports = standIns.changePorts(made);
      return ports;
    },
  });
  const { engine, world } = up;

  const forget = async (): Promise<void> => {
    for (const { pk, sk } of memory.all()) await memory.table.transact([{ kind: 'delete', key: { pk, sk }, when: [] }]);
    standIns.forget();
    incidents = followIncidents(memory.table, quiet, quiet);
  };

  /** One incident from its alarm to its end, and what was wrong with it. */
  const incident = async (n: number): Promise<Loop> => {
    const turn = turns[n % turns.length] ?? { says: 'nothing', ends: 'expired' };
    const [subject] = world.subjects;
    if (subject === undefined || ports === undefined) throw new Error('there is nothing to be alarmed about');
    says = turn.says;
    decisions.length = 0;
    await engine.publish(subject.alarmEvent('ALARM', clock.now()));
    await engine.runUntil(() => incidents.ended(1), longest);
    await Promise.all(decisions);
    await engine.runUntil(() => false, settling);
    await engine.invoke('auditor', { 'detail-type': 'Scheduled Event' });
    await incidents.told();
    const all = incidents.all();
    const audit = await checkAudit(ports, all);
    const problems = [
      ...all
        .filter(({ status }) => status !== turn.ends)
        .map(({ id, status }) => `${id} is ${status}, expected ${turn.ends}`),
      ...(all.length === 1 ? [] : [`${all.length} incidents of one alarm`]),
      ...(audit.verified ? [] : ['the audit does not verify', ...audit.findings.slice(0, 2)]),
      ...engine.deadLetters.slice(0, 2).map((letter) => `dead letter of ${letter.function}: ${letter.error}`),
    ];
    await engine.runUntil(() => false, between);
    await forget();
    return { incidents: all.length, problems: problems.map((one) => `incident ${n}, one stack: ${one}`) };
  };
  const stop = async (): Promise<void> => {
    await engine.stop();
    await page.stop();
  };
  return { incident, stop };
};
