import { readFileSync } from 'node:fs';
import type { LocalPerson } from '../../local/gateway/people.ts';
import type { Ended } from '../../local/run/run.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { type RunOptions, runScenario } from '../../local/run/run.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { readTemplate } from '../../local/template/read.ts';

type Links = Readonly<Record<'alice' | 'bob', string>>;
type People = {
  /** The stack is reached there, by these people with the command line and with agents. */
  up?(url: string, people: readonly LocalPerson[]): void;
  /** Alice and bob have their links, and the clock stands still until somebody decided. */
  decide?(links: Links): Promise<void>;
  /** The incident is over, and its pages are still served. */
  look?(links: Links): Promise<void>;
};

/** Runs a scenario at ten past three in the morning (of Berlin); without `decide` its own script decides. */
export const lived = async (
  scenario: Scenario,
  { decide, look, up }: People,
  at = new Date('2026-03-02T02:10:00.000Z'),
) => {
  const clock = virtualClock(at);
  const links = { alice: '', bob: '' };
  let decided: Promise<void> | undefined;
  const options: RunOptions = {
    scenario,
    decision: decide === undefined ? scenario.decision : { kind: 'person' },
    reason: 'scripted decision',
    template: readTemplate(readFileSync('template.yaml', 'utf8')),
    policy: loadPolicyLayer('layers/policy'),
    table: memoryTable(clock.now),
    clock,
    random: seededRandom(3),
    port: 0,
    onUp: (url, people) => {
      up?.(url, people);
      return () => undefined;
    },
    tell: (news) => {
      if (news.kind !== 'link') return;
      const { to, link } = news.link;
      if ((to === 'alice' || to === 'bob') && links[to] === '') links[to] = link;
      if (links.alice !== '' && links.bob !== '') decided ??= decide?.(links);
    },
    keep: async (_ended: Ended) => {
      await decided;
      await look?.(links);
    },
  };
  const ran = await runScenario(options);
  if (ran.kind !== 'ended') throw new Error(ran.message);
  return ran.document;
};
