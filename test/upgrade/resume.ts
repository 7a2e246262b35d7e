import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Incident, Incident as IncidentItem } from '../../core/incident/incident.ts';
import type { Status } from '../../core/incident/lifecycle.ts';
import type { Item } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { portOf } from '../../core/remediation/provider.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { ApprovalLink } from '../../local/ports/notices.ts';
import { isAtRest } from '../../local/run/at-rest.ts';
import { decideByLink } from '../../local/run/decide-by-link.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { createStack } from '../../local/stack.ts';
import { template } from '../support/played.ts';
import { type Entry, Recording, recordedKeys } from './recording.ts';

const folder = 'test/upgrade/items';
const policy = loadPolicyLayer('layers/policy');

/** The versions that were recorded. */
export const versions = readdirSync(folder);
export const recording = (version: string, story: string): Recording =>
  Recording.parse(JSON.parse(readFileSync(join(folder, version, `${story}.json`), 'utf8')));

const puts = (entry: Entry | undefined): Item[] =>
  entry !== undefined && 'wrote' in entry ? entry.wrote.flatMap((one) => ('put' in one ? [one.put] : [])) : [];

/** The whole table and world at the moment when this was just written. */
export const until = ({ entries, ...of }: Recording, written: (item: Item) => boolean): Recording => {
  const last = entries.findIndex((entry) => puts(entry).some(written));
  if (last === -1) throw new Error(`${of.commit}/${of.story} never wrote that`);
  return { ...of, entries: entries.slice(0, last + 1) };
};

/** Puts another version of an item in the place of the recorded one. */
export const changed = (of: Recording, prefix: string, change: (item: Item) => Item): Recording => ({
  ...of,
  entries: of.entries.map((entry) =>
    'wrote' in entry
      ? {
          ...entry,
          wrote: entry.wrote.map((one) =>
            'put' in one && `${one.put.pk} ${one.put.sk}`.startsWith(prefix) ? { put: change(one.put) } : one,
          ),
        }
      : entry,
  ),
});

/** The first link of this kind that was sent to alice in a whole story. */
export const linkOf = ({ entries, ...of }: Recording, kind: string): ApprovalLink => {
  const link = entries.find((one) => 'link' in one && one.kind === kind);
  if (link === undefined || !('link' in link)) throw new Error(`${of.commit}/${of.story} sent no ${kind}`);
  return link;
};

type Options = {
  scenario: Scenario;
  /** Those of the recording: a deployment of code alone changes none. */
  policy?: PolicyLayer;
  /** What a person does at the beginning, by a link that the recorded version sent. */
  clicks?: ApprovalLink;
  /** Whether alice follows each link that today's code sends her. */
  decides?: boolean;
  /** For how long things go on, where they do not come to rest. */
  virtualMs?: number;
};

const Answer = z.object({ statusCode: z.int(), body: z.string() });

/** Today's code, all of it, on a table, a cluster and claims as the recorded version left them, until nothing moves. */
export const resume = async (left: Recording, { scenario, clicks, decides = true, virtualMs, ...options }: Options) => {
  const { entries } = left;
  const proposed = entries.flatMap(puts).find(({ pk }) => pk.startsWith('PROPOSAL#'));
  const { data } = ChoiceSet.safeParse(proposed?.['body']);
  const version = data?.choices[0]?.policyVersion ?? policy.version;
  const clock = virtualClock(new Date(entries.at(-1)?.at ?? 0));
  const memory = memoryTable(clock.now);
  const keys = recordedKeys();
  const sent: ApprovalLink[] = [];
  const patches: unknown[] = [];
  const follow = (link: ApprovalLink): void => {
    sent.push(link);
    if (
      decides &&
      link.to === 'alice' &&
      sent.filter(({ to, kind }) => to === 'alice' && kind === link.kind).length === 1
    )
      void click(link);
  };
  const stack = createStack({
    scenario,
    template,
    policy: options.policy ?? { ...policy, version },
    table: memory,
    clock,
    random: seededRandom(7),
    approvalBaseUrl: 'https://approve.example',
    onLink: follow,
    changePorts: (ports) => ({
      ...ports,
      linkGenerator: keys.link.generator,
      linkVerifier: keys.link.verifier,
      proofGenerator: keys.proof.generator,
      proofVerifier: keys.proof.verifier,
      session: {
        ...ports.session,
        open: async (request) => {
          const opened = await ports.session.open(request);
          const kubernetes = portOf(opened, 'kubernetes');
          const patch: typeof kubernetes.patch = (target, operations) => {
            patches.push(target);
            return kubernetes.patch(target, operations);
          };
          return { ...opened, kubernetes: { ...kubernetes, patch } };
        },
      },
    }),
  });
  const { engine, ports, world } = stack;
  const post: typeof fetch = async (address, init) => {
    const { pathname: path } = new URL(z.string().parse(address));
    const identity = { sourceIp: '127.0.0.1' };
    const requestContext = { requestId: 'r', resourcePath: path, identity };
    const headers = { 'content-type': 'application/json' };
    const event = { httpMethod: 'POST', path, headers, body: init?.body, isBase64Encoded: false, requestContext };
    const { statusCode, body } = Answer.parse(await engine.invoke('approval-api', event));
    return new Response(body, { status: statusCode });
  };
  const answers: string[] = [];
  const click = async ({ link }: ApprovalLink): Promise<void> => {
    const release = engine.hold();
    try {
      const { outcome } = await decideByLink(link, 'approve', 'after the upgrade', { fetchImpl: post });
      answers.push(outcome);
    } finally {
      release();
    }
  };

  const kubernetes = portOf(world.writers, 'kubernetes');
  for (const entry of entries) {
    if ('patch' in entry) await kubernetes.patch(...(entry.patch as Parameters<typeof kubernetes.patch>));
    else if ('claim' in entry) await ports.claims.take(entry.claim, {});
    else if ('wrote' in entry) {
      await memory.table.transact(
        entry.wrote.map((one) =>
          'put' in one ? { kind: 'replace', item: one.put, when: [] } : { kind: 'delete', key: one.deleted, when: [] },
        ),
      );
    }
  }
  const state = (): Item | undefined => memory.all().find(({ pk, sk }) => pk.startsWith('INCIDENT#') && sk === 'STATE');
  const incident = (): Incident => IncidentItem.parse(state());
  const rests = (): boolean => {
    const { data: read } = IncidentItem.safeParse(state());
    return read !== undefined && isAtRest(read.status);
  };
  if (clicks !== undefined) await click(clicks);
  const told = (status: Status): boolean => ports.notices.sent.some(({ data: { kind } }) => kind === status);
  const outcome = await engine.runUntil(() => rests() && told(incident().status), {
    virtualMs: virtualMs ?? 3_600_000,
  });
  await engine.stop();
  return {
    outcome,
    state,
    incident,
    told,
    answers,
    sent,
    patches,
    ports,
    deadLetters: engine.deadLetters,
    all: memory.all,
  };
};
