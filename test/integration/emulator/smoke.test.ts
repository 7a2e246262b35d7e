import { expect, it } from 'vitest';
import { connect } from '../../../local/endpoint/connect.ts';
import { virtualClock } from '../../../local/engine/clock.ts';
import { seededRandom } from '../../../local/engine/random.ts';
import { runScenario } from '../../../local/run/run.ts';
import { eksOomkilled } from '../../../local/scenarios/eks-oomkilled.ts';
import { readTemplateFile } from '../../../local/template/read-file.ts';

it('smoke', async () => {
  const read = readTemplateFile('.');
  if (read.kind === 'wrong') throw new Error(read.message);
  const clock = virtualClock(new Date());
  const url = 'http://127.0.0.1:5971';
  const place = await connect({ url, scenario: eksOomkilled, root: '.', template: read.template, now: clock.now, seed: true });
  if (place.kind === 'wrong') throw new Error(place.message);
  console.log(place.made.join('\n'));
  const t = Date.now();
  const ran = await runScenario({
    scenario: place.scenario, decision: { kind: 'approve', by: ['alice'] }, reason: 'x', template: read.template,
    policy: place.policy, table: place.table, clock, random: seededRandom(1), port: 0, wire: place.wire,
    tell: (n) => console.log(JSON.stringify(n).slice(0, 200)),
  });
  console.log(Date.now() - t, ran.kind === 'ended' ? JSON.stringify(ran.document, null, 1).slice(0, 6000) : JSON.stringify(ran));
  expect(ran.kind).toBe('ended');
}, 120_000);
