import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { type MemoryTable, memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { Handler } from '../../local/engine/types.ts';
import { peopleOf, type Person } from '../../local/identity-provider/people.ts';
import { type TokenMaker, tokenMaker } from '../../local/identity-provider/sign.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { ApprovalLink } from '../../local/ports/notices.ts';
import { eksOomkilled } from '../../local/scenarios/eks-oomkilled.ts';
import { createStack } from '../../local/stack.ts';
import { readTemplate } from '../../local/template/read.ts';
import { strictTable } from './strict-table.ts';

export const issuer = 'https://login.example/pool';
export const audience = 'sovereign-ops';

/** A stack in which one incident waits for a person, and nothing else goes on: whatever moves now was moved by an input. */
export type Standing = {
  handlers: ReadonlyMap<string, Handler>;
  memory: MemoryTable;
  ports: LocalPorts;
  now: () => Date;
  incidentId: string;
  approvalId: string;
  /** Of alice. */
  token: string;
  /** What she would have to name to approve. */
  digest: string;
  people: readonly Person[];
  tokens: TokenMaker;
  /** How many proofs were signed. */
  signed(): number;
};

const Opened = z.object({ statusCode: z.literal(200), body: z.string() });
const View = z.object({ choices: z.array(z.object({ digest: z.string() })).min(1) });
const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const policy = loadPolicyLayer('layers/policy');

const linkOf = ({ link }: ApprovalLink): { approvalId: string; token: string } => {
  const { pathname, hash } = new URL(link);
  return { approvalId: pathname.split('/').at(-1) ?? '', token: hash.slice(1) };
};

/** Stands around every handler: a mistake that a test plants. */
export type Around = (handler: Handler, stack: Standing) => Handler;
const asItIs: Around = (handler) => handler;

/** Runs the loop of `eks-oomkilled` up to the question, and hands over the handlers behind their ports. */
export const standing = async (around = asItIs): Promise<Standing> => {
  const clock = virtualClock(new Date('2026-11-20T02:13:08.000Z'));
  const memory = memoryTable(clock.now);
  const tokens = await tokenMaker(issuer, clock.now);
  const handlers = new Map<string, Handler>();
  let signed = 0;
  const { engine, world, ports } = createStack({
    scenario: eksOomkilled,
    template,
    policy,
    table: { ...memory, table: strictTable(memory.table) },
    clock,
    random: seededRandom(1),
    approvalBaseUrl: 'https://approve.example/live',
    identityProvider: {
      signIn: { authorizeUrl: `${issuer}/authorize`, clientId: audience },
      oidc: { issuer, audience, groupsClaim: 'groups', keys: tokens.keys },
    },
    changePorts: (made) => ({
      ...made,
      proofGenerator: {
        generate: (message) => {
          signed += 1;
          return made.proofGenerator.generate(message);
        },
      },
    }),
    around: (name, handler) => {
      handlers.set(name, handler);
      return handler;
    },
  });
  const [subject] = world.subjects;
  if (subject === undefined) throw new Error('the scenario has no trouble');
  await engine.publish(subject.alarmEvent('ALARM', clock.now()));
  const link = (): ApprovalLink | undefined => ports.notices.links.find(({ to }) => to === 'alice');
  await engine.runUntil(() => link() !== undefined, { virtualMs: 600_000 });
  await engine.runUntil(() => false, { virtualMs: 5000 });
  await engine.stop();
  await memory.take();

  const sent = link();
  if (sent === undefined) throw new Error('alice was not asked');
  const { approvalId, token } = linkOf(sent);
  const api = handlers.get('approval-api');
  const answer = await api?.({
    httpMethod: 'POST',
    path: `/a/${approvalId}/view`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    requestContext: { requestId: 'first' },
  });
  const [choice] = View.parse(JSON.parse(Opened.parse(answer).body)).choices;
  const stack: Standing = {
    handlers,
    memory,
    ports,
    now: clock.now,
    incidentId: sent.incidentId,
    approvalId,
    token,
    digest: choice?.digest ?? '',
    people: peopleOf(policy.roster),
    tokens,
    signed: () => signed,
  };
  return {
    ...stack,
    handlers: new Map([...handlers].map(([name, handler]) => [name, around(handler, stack)])),
  };
};
