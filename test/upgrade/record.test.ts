import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import * as z from 'zod';
import type { Table } from '../../core/incident/table.ts';
import { portOf } from '../../core/remediation/provider.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import type { EngineTable } from '../../local/engine/types.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { ApprovalLink } from '../../local/ports/notices.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { named, played } from '../support/played.ts';
import { type Entry, recordedKeys, type Wrote } from './recording.ts';

// In a checkout of the version that is recorded, with this folder copied into it:
// RECORD=<folder> COMMIT=<its id> npx vitest run test/upgrade/record.test.ts
const dir = process.env['RECORD'];
const commit = process.env['COMMIT'] ?? 'unknown';

const Shown = z.object({ choices: z.array(z.object({ digest: z.string(), confirm: z.string().optional() })) });

/** Decides on the first choice of a link, over HTTP as the page does. */
const approve = async ({ link }: Pick<ApprovalLink, 'link'>, rollbackConsent: boolean): Promise<void> => {
  const page = new URL(link);
  const token = page.hash.slice(1);
  const post = async (what: string, body: object): Promise<unknown> => {
    const response = await fetch(`${page.origin}${page.pathname}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ token, ...body }),
    });
    if (response.status !== 200) throw new Error(`${what}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { choices } = Shown.parse(await post('view', {}));
  const { digest, confirm } = choices[0] ?? {};
  await post('decision', { decision: 'approve', digest, confirm, reason: 'recorded decision', rollbackConsent });
};

const record = async (scenario: Scenario, rollbackConsent: boolean): Promise<Entry[]> => {
  const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
  const entries: Entry[] = [];
  const at = (): string => clock.now().toISOString();
  const memory = memoryTable(clock.now);
  const transact: Table['transact'] = async (writes) => {
    const answer = await memory.table.transact(writes);
    if (answer.kind === 'lost') return answer;
    const wrote = writes.flatMap((write): Wrote[] => {
      if ('item' in write) return [{ put: structuredClone(write.item) }];
      return write.kind === 'delete' ? [{ deleted: { pk: write.key.pk, sk: write.key.sk } }] : [];
    });
    entries.push({ at: at(), wrote });
    return answer;
  };
  const table: EngineTable = { ...memory, table: { ...memory.table, transact } };
  const { link, proof } = recordedKeys();
  const undecided: ApprovalLink[] = [];
  const changePorts = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    linkGenerator: link.generator,
    linkVerifier: link.verifier,
    proofGenerator: proof.generator,
    proofVerifier: proof.verifier,
    claims: {
      ...ports.claims,
      take: async (name, body) => {
        const mine = await ports.claims.take(name, body);
        if (mine) entries.push({ at: at(), claim: name });
        return mine;
      },
    },
    session: {
      ...ports.session,
      open: async (request) => {
        const opened = await ports.session.open(request);
        const kubernetes = portOf(opened, 'kubernetes');
        const patch: typeof kubernetes.patch = (target, operations) => {
          entries.push({ at: at(), patch: structuredClone([target, operations]) });
          return kubernetes.patch(target, operations);
        };
        return { ...opened, kubernetes: { ...kubernetes, patch } };
      },
    },
  });
  await played(scenario, {
    decision: { kind: 'none' },
    table,
    clock,
    changePorts,
    tell: (news) => {
      if (news.kind !== 'link' || news.link.to !== 'alice') return;
      entries.push({ at: at(), ...news.link });
      if (news.link.kind === 'approval-request') undecided.push(news.link);
    },
    around: (name, handler) =>
      name !== 'notifier'
        ? handler
        : async (event) => {
            const answer = await handler(event);
            // Within the invocation, so that the clock waits for it.
            for (const one of undecided.splice(0)) await approve(one, rollbackConsent);
            return answer;
          },
  });
  return entries;
};

const stories: [string, Scenario, boolean][] = [
  ['resolved', named('eks-oomkilled'), true],
  ['rollback-asked', named('fix-ineffective'), false],
  [
    'outcome-unknown',
    {
      ...named('crash-mid-execution'),
      hooks: [
        {
          when: 'executing',
          afterSeconds: 5,
          does: { kind: 'someone-sets-memory', app: 'payments-api', limit: '768Mi' },
        },
      ],
    },
    true,
  ],
];

describe.skipIf(dir === undefined)('record what this version stores', () => {
  it.each(stories)('%s', async (story, scenario, rollbackConsent) => {
    const entries = await record(scenario, rollbackConsent);
    const folder = join(dir ?? '', commit);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${story}.json`), `${JSON.stringify({ commit, story, entries }, undefined, 1)}\n`);
  });
});
