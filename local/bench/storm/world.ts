import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { policyLayerOf } from '../../../core/runtime/policy-layer.ts';
import { readPolicySource } from '../../../core/runtime/policy-source.ts';
import { base, curable, type Scenario, type Trouble } from '../../scenarios/scenario.ts';

const namespaces = ['checkout', 'basket', 'ledger', 'search'] as const;
const here = { account: '123456789012', region: 'eu-central-1' } as const;

/** Half are workloads of a cluster in several namespaces, the others services, databases and functions. */
const troubleOf = (n: number): Trouble => {
  const name = `storm-${String(n).padStart(3, '0')}`;
  switch (n % 6) {
    case 0:
      return { kind: 'ecs-overload', service: name, needsTasks: 6 };
    case 1:
      return { kind: 'database', instance: name, lacks: 'storage' };
    case 2:
      return { kind: 'function', function: name, needs: 12 };
    default: {
      const namespace = namespaces[n % namespaces.length] ?? 'checkout';
      const alarm = { name: `${namespace}-${name}-oomkilled`, ...here };
      return { kind: 'app', app: name, needs: curable, at: { cluster: 'harbor', namespace, alarm } };
    }
  }
};

/** A world in which this many resources are in trouble at once, and nobody decides anything. */
export const stormScenario = (resources: number): Scenario => {
  const [first, ...others] = Array.from({ length: resources }, (_, n) => troubleOf(n));
  if (first === undefined) throw new Error('a storm needs a resource');
  return {
    ...base,
    name: 'storm',
    description: 'everything fires at once',
    troubles: [first, ...others],
    decision: { kind: 'none' },
  };
};

/** The shipped policy, which also lets the resources of the storm be changed: else nobody would be asked about them. */
export const stormPolicy = (dir: string): PolicyLayer => {
  const content = readPolicySource(dir);
  const target = (kind: string) => ({ target: `${kind}/storm-*`, team: 'checkout', environment: 'production' });
  const { policy } = content;
  return policyLayerOf({
    ...content,
    policy: {
      ...policy,
      allowedNamespaces: [...namespaces],
      allowedTargets: [...policy.allowedTargets, target('DBInstance'), target('Function')],
    },
  });
};
