import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { portOf } from '../../core/remediation/provider.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { runScenario } from '../../local/run/run.ts';
import { ecsBadDeploy } from '../../local/scenarios/ecs-bad-deploy.ts';
import { ecsCpuOverload } from '../../local/scenarios/ecs-cpu-overload.ts';
import { base, type Scenario } from '../../local/scenarios/scenario.ts';
import { readTemplate } from '../../local/template/read.ts';

const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const policy = loadPolicyLayer('layers/policy');

/** Every call that executor and rollback made, as they made it. */
const recorded = () => {
  const calls: string[] = [];
  const changePorts = ({ session, ...others }: LocalPorts): LocalPorts => ({
    ...others,
    session: {
      ...session,
      open: async (request) => {
        const ecs = portOf(await session.open(request), 'ecs');
        return {
          ecs: {
            ...ecs,
            setDesiredCount: (cluster, service, count) => {
              calls.push(`${service} to ${count}`);
              return ecs.setDesiredCount(cluster, service, count);
            },
            setTaskDefinition: (cluster, service, arn) => {
              calls.push(`${service} to ${arn.split('/').at(-1)}`);
              return ecs.setTaskDefinition(cluster, service, arn);
            },
          },
        };
      },
    },
  });
  return { calls, changePorts };
};

const run = async (scenario: Scenario) => {
  const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
  const { calls, changePorts } = recorded();
  const ran = await runScenario({
    scenario,
    decision: scenario.decision,
    reason: 'scripted decision',
    template,
    policy,
    table: memoryTable(clock.now),
    clock,
    random: seededRandom(7),
    port: 0,
    changePorts,
  });
  if (ran.kind !== 'ended') throw new Error(ran.message);
  const services = async (name: string) => {
    const found = await ran.stack.world.ecs.ecs.service('quay', name);
    return `${found?.desiredCount} of ${found?.taskDefinition?.split('/').at(-1)}`;
  };
  return { ...ran, calls, services };
};

const ineffective: Scenario = {
  ...base,
  name: 'ecs-ineffective',
  description: 'neither a rollback nor more tasks help; the third change is not made any more',
  troubles: [
    { kind: 'ecs-bad-deploy', service: 'basket', curable: false },
    { kind: 'ecs-overload', service: 'storefront', needsTasks: 30 },
    { kind: 'ecs-overload', service: 'catalog', needsTasks: 6 },
  ],
};

describe('an ECS change', () => {
  it('that does not help is rolled back to the very task definition and number of tasks, and two of them open the circuit', async () => {
    const { document, calls, services, stack } = await run(ineffective);
    expect(document.incidents.map(({ status }) => status)).toEqual(['rolled_back', 'rolled_back', 'refused']);
    expect(calls).toEqual(['basket to basket:41', 'basket to basket:42', 'storefront to 6', 'storefront to 4']);
    expect(await services('basket')).toBe('4 of basket:42');
    expect(await services('storefront')).toBe('4 of storefront:42');
    expect(await services('catalog')).toBe('4 of catalog:42');
    expect(stack.ports.session.opened.map(({ provider }) => provider)).toEqual(['ecs', 'ecs', 'ecs', 'ecs']);
  });

  it.each<[Scenario, string, string, string[]]>([
    [ecsCpuOverload, 'storefront', '6 of storefront:42', ['storefront to 6']],
    [ecsBadDeploy, 'basket', '4 of basket:41', ['basket to basket:41']],
  ])('that helps stays: $name', async (scenario, name, left, made) => {
    const { document, calls, services } = await run(scenario);
    expect(document.incident.status).toBe('resolved');
    expect(document.validation?.outcome).toBe('verified');
    expect(calls).toEqual(made);
    expect(await services(name)).toBe(left);
  });

  it('that was approved is refused when the service runs something else by then', async () => {
    const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
    const deployedMeanwhile = (ports: LocalPorts): LocalPorts => ({
      ...ports,
      session: {
        ...ports.session,
        open: async (request) => {
          const opened = await ports.session.open(request);
          const ecs = portOf(opened, 'ecs');
          await ecs.setTaskDefinition('quay', 'basket', (await ecs.revisions('basket')).at(-1) ?? '');
          return opened;
        },
      },
    });
    const ran = await runScenario({
      scenario: ecsBadDeploy,
      decision: ecsBadDeploy.decision,
      reason: 'scripted decision',
      template,
      policy,
      table: memoryTable(clock.now),
      clock,
      random: seededRandom(7),
      port: 0,
      changePorts: deployedMeanwhile,
    });
    if (ran.kind !== 'ended') throw new Error(ran.message);
    expect(ran.document.incident).toMatchObject({ status: 'refused', reason: expect.stringContaining('basket:40') });
    expect(ran.stack.ports.claims.taken.size).toBe(0);
  });
});
