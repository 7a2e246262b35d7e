import { describe, expect, it } from 'vitest';
import { inNamespace } from '../objects.ts';
import { type Json, event, found, told, waiting } from './told.ts';

describe('pods that find no node', () => {
  const node = (name: string, labels: Json = {}, spec: Json = {}) => ({
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec,
    status: { allocatable: { cpu: '4', memory: '8Gi' } },
  });
  const master = node('m', { 'node-role.kubernetes.io/control-plane': '' }, { unschedulable: true });
  const taint = (key: string, value?: string, effect = 'NoSchedule') => ({ taints: [{ key, value, effect }] });
  const running = (name: string, nodeName: string, labels: Json, spec: Json = {}) =>
    inNamespace('Pod', {
      metadata: { name, labels },
      spec: { nodeName, containers: [{ name: 'app', resources: { requests: { cpu: '3' } } }], ...spec },
      status: { phase: 'Running' },
    });
  const requires = (...matchExpressions: Json[]) => ({
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
    },
  });
  const apart = (app: string) => ({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    },
  });
  const asks = (resources: Json) => ({ containers: [{ name: 'app', resources }] });
  const reserved = taint('dedicated', 'batch');

  it.each<[string, Json[], string[]]>([
    ['a selector', [master, node('a'), waiting({ nodeSelector: { disk: 'ssd' } })], ['node_selector_unmatched']],
    [
      'an affinity',
      [master, node('a', { env: 'dev' }), waiting(requires({ key: 'env', operator: 'In', values: ['prod'] }))],
      ['node_affinity_unmatched'],
    ],
    [
      'an affinity that only the control plane is left by',
      [master, node('a', { env: 'dev' }), waiting(requires({ key: 'env', operator: 'NotIn', values: ['dev'] }))],
      ['node_affinity_unmatched'],
    ],
    ['cordons', [master, node('a', {}, { unschedulable: true }), waiting()], ['nodes_cordoned']],
    [
      'the cordon of the one node that it chooses',
      [
        node('a', { disk: 'ssd' }, { unschedulable: true }),
        node('b'),
        node('c'),
        waiting({ nodeSelector: { disk: 'ssd' } }),
      ],
      ['nodes_cordoned'],
    ],
    [
      'the cordon of a node of the control plane that it chooses',
      [master, node('a'), waiting({ nodeSelector: { 'kubernetes.io/hostname': 'm' } })],
      ['nodes_cordoned'],
    ],
    [
      'taints of the nodes that it chooses',
      [master, node('a', { pool: 'x' }, reserved), node('b'), waiting({ nodeSelector: { pool: 'x' } })],
      ['taint_untolerated'],
    ],
    [
      'a toleration of another value',
      [node('a', {}, reserved), waiting({ tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'web' }] })],
      ['taint_untolerated'],
    ],
    [
      'a toleration of all of a key, and a request no node can meet',
      [
        node('a', {}, reserved),
        waiting({ tolerations: [{ key: 'dedicated', operator: 'Exists' }], ...asks({ requests: { cpu: '5' } }) }),
      ],
      ['insufficient_cpu'],
    ],
    [
      'a limit that stands for a request',
      [node('a'), waiting(asks({ limits: { memory: '9Gi' } }))],
      ['insufficient_memory'],
    ],
    ['a crowd', [node('a'), running('x', 'a', {}), waiting(asks({ requests: { cpu: '2' } }))], ['insufficient_cpu']],
    [
      'anti-affinity to its siblings',
      [master, node('a'), running('x', 'a', { app: 'ledger' }), waiting({ ...asks({}), ...apart('ledger') })],
      ['anti_affinity_conflict'],
    ],
    [
      'the anti-affinity of another',
      [node('a'), running('x', 'a', { app: 'shop' }, apart('ledger')), waiting(asks({}))],
      ['anti_affinity_conflict'],
    ],
    ['nodes that are not ready', [node('a', {}, taint('node.kubernetes.io/not-ready')), waiting()], ['unschedulable']],
    ['nothing, when a node would do and the scheduler is silent', [node('a'), waiting()], []],
    [
      'nothing, when a taint only asks to be avoided',
      [node('a', {}, taint('x', 'y', 'PreferNoSchedule')), waiting()],
      [],
    ],
  ])('are told of %s', (_what, objects, facts) => {
    expect(told(objects)).toEqual(facts.map((fact) => `${fact} StatefulSet/ledger`));
  });

  it('say both sides of a mismatch, and are surer where no node could ever do', () => {
    const [never] = found([node('a'), waiting(asks({ requests: { cpu: '14' } }))]);
    expect(never?.summary).toBe(
      'pod ledger-0 finds no node: it requests 14 of cpu and of the nodes the largest offers 4',
    );
    expect(never?.strength).toBeUndefined();
    const [crowd] = found([node('a'), running('x', 'a', {}), waiting(asks({ requests: { cpu: '2' } }))]);
    expect(crowd?.summary).toBe('pod ledger-0 finds no node: it requests 2 of cpu and of the nodes 1 at most is left');
    expect(crowd?.strength).toBe(0.9);
  });

  it.each<[string, Json, string[]]>([
    ['1 node(s) were unschedulable, 3 Insufficient cpu.', {}, ['insufficient_cpu']],
    ['2 Too many pods, 1 Insufficient memory.', {}, ['node_resource_exhausted']],
    [
      "1 node(s) were unschedulable, 3 node(s) didn't match Pod's node affinity/selector.",
      { nodeSelector: { a: 'b' } },
      ['node_selector_unmatched'],
    ],
    ["4 node(s) didn't match Pod's node affinity/selector.", {}, ['node_affinity_unmatched']],
    [
      "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 node(s) didn't match pod anti-affinity rules.",
      {},
      ['anti_affinity_conflict'],
    ],
    ["3 node(s) didn't match pod affinity rules.", {}, ['pod_affinity_unmet']],
    ["3 node(s) didn't match pod topology spread constraints.", {}, ['topology_spread_unmet']],
    ["3 node(s) didn't have free ports for the requested pod ports.", {}, ['host_port_taken']],
    ['3 node(s) had volume node affinity conflict.', {}, ['volume_out_of_reach']],
    ['1 Insufficient nvidia.com/gpu.', {}, ['node_resource_exhausted']],
    ['something new.', {}, ['unschedulable']],
  ])('are told by the scheduler, where nodes are not listed: %s', (reasons, spec, facts) => {
    const message = `0/4 nodes are available: ${reasons} preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`;
    expect(told([waiting(spec, message)])).toEqual(facts.map((fact) => `${fact} StatefulSet/ledger`));
  });

  it('are no fault any more when they have a node', () => {
    const failed = event('Pod', 'x', 'FailedScheduling', '0/1 nodes are available: 1 Insufficient cpu.');
    expect(told([failed, running('x', 'a', {})])).toEqual([]);
    expect(told([failed])).toEqual(['insufficient_cpu Pod/x']);
  });
});
