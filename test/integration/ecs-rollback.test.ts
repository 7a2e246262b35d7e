import { describe, expect, it } from 'vitest';
import { portOf } from '../../core/remediation/provider.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { ecsBadDeploy } from '../../local/scenarios/ecs-bad-deploy.ts';
import { ecsCpuOverload } from '../../local/scenarios/ecs-cpu-overload.ts';
import { base, type Scenario } from '../../local/scenarios/scenario.ts';
import { played } from '../support/played.ts';

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
  const { calls, changePorts } = recorded();
  const ran = await played(scenario, { changePorts });
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
    const ran = await played(ecsBadDeploy, { changePorts: deployedMeanwhile });
    expect(ran.document.incident).toMatchObject({ status: 'refused', reason: expect.stringContaining('basket:40') });
    expect(ran.stack.ports.claims.taken.size).toBe(0);
  });
});
