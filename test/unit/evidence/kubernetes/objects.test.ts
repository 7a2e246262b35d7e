import { describe, expect, it } from 'vitest';
import { nothing } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { quantityOf } from '../../../../core/evidence/kubernetes/quantity.ts';
import { inNamespace } from '../objects.ts';

type Json = Record<string, unknown>;
const since = new Date('2026-11-20T00:00:00Z');
const now = new Date('2026-11-20T03:00:00Z');

/** What is found, without how many replicas are ready: `fact Kind/name`. */
const found = (objects: Json[], over: Partial<typeof nothing> = {}) =>
  kubernetesState({ ...nothing, objects, ...over }, since, now).findings.filter(
    ({ fact }) => !['workload_ready', 'replicas_unavailable'].includes(fact),
  );
const told = (objects: Json[], over: Partial<typeof nothing> = {}): string[] =>
  found(objects, over).map(({ fact, resource }) => `${fact} ${resource.kind}/${resource.name}`);

const event = (kind: string, name: string, reason: string, message: string, lastTimestamp = '2026-11-20T02:59:00Z') =>
  inNamespace('Event', { involvedObject: { kind, name, namespace: 'checkout' }, reason, message, lastTimestamp });

describe('quantityOf', () => {
  it.each([
    ['500m', 0.5],
    ['1Gi', 2 ** 30],
    ['2e3', 2000],
    ['1.5G', 1.5e9],
    [4, 4],
    ['much', undefined],
    ['1Q', undefined],
  ])('reads %s', (text, value) => {
    expect(quantityOf(text)).toBe(value);
  });
});

describe('pods that are refused', () => {
  const set = (replicas: number, over: Json = {}) =>
    inNamespace('ReplicaSet', {
      metadata: { name: 'ledger-6d5f', ownerReferences: [{ kind: 'Deployment', name: 'ledger' }] },
      spec: {
        replicas: 1,
        template: {
          spec: {
            serviceAccountName: 'ledger',
            containers: [{ name: 'app', resources: { requests: { cpu: '500m', memory: '1Gi' } } }],
          },
        },
      },
      status: { replicas },
      ...over,
    });
  const account = (name: string) => inNamespace('ServiceAccount', { metadata: { name } });
  const refusal = (message: string, at?: string) =>
    event(
      'ReplicaSet',
      'ledger-6d5f',
      'FailedCreate',
      `Error creating: pods "ledger-6d5f-" is forbidden: ${message}`,
      at,
    );
  const noAccount = refusal('error looking up service account checkout/ledger: serviceaccount "ledger" not found');
  const quota = (hard: Json, used: Json) =>
    inNamespace('ResourceQuota', { metadata: { name: 'limits' }, spec: { hard }, status: { hard, used } });
  const exceeded = (key: string) =>
    refusal(`exceeded quota: limits, requested: ${key}=1, used: ${key}=9, limited: ${key}=9`);

  it.each<[string, Json[], string[]]>([
    ['an account that is not listed', [set(0), account('other')], ['service_account_missing Deployment/ledger']],
    [
      'an account that the API server does not find',
      [set(0), noAccount],
      ['service_account_missing Deployment/ledger'],
    ],
    ['an account that came a moment later', [set(0), account('ledger'), noAccount], []],
    ['a refusal that was overcome', [set(1), noAccount], []],
    ['a refusal of a controller that is not listed', [noAccount], ['service_account_missing ReplicaSet/ledger-6d5f']],
    ['a quota of CPU', [set(0), exceeded('requests.cpu')], ['cpu_quota_exceeded Namespace/checkout']],
    ['a quota of memory', [set(0), exceeded('limits.memory')], ['memory_quota_exceeded Namespace/checkout']],
    ['a quota of pods', [set(0), exceeded('count/pods')], ['pod_quota_exceeded Namespace/checkout']],
    ['a quota of another thing', [set(0), exceeded('requests.nvidia.com/gpu')], ['quota_exceeded Namespace/checkout']],
    [
      'a quota that wants requests',
      [set(0), refusal('failed quota: limits: must specify limits.cpu for: app')],
      ['quota_wants_requests Deployment/ledger'],
    ],
    [
      'a policy',
      [set(0), account('ledger'), refusal('violates PodSecurity "restricted:latest": hostPath volumes')],
      ['pod_creation_denied Deployment/ledger'],
    ],
    [
      'no word, and a quota without room for it',
      [set(0), account('ledger'), quota({ 'requests.memory': '3Gi' }, { 'requests.memory': '2500Mi' })],
      ['memory_quota_exceeded Namespace/checkout'],
    ],
    [
      'no word, and quotas with room for it',
      [set(0), account('ledger'), quota({ 'requests.cpu': '4', pods: '10' }, { 'requests.cpu': '3500m', pods: '9' })],
      [],
    ],
    [
      'an account that came later, and a quota without room for it',
      [set(0), account('ledger'), noAccount, quota({ pods: '9' }, { pods: '9' })],
      ['pod_quota_exceeded Namespace/checkout'],
    ],
    ['a full quota that nobody needs', [set(1), quota({ pods: '1' }, { pods: '1' })], []],
  ])('are told of %s', (_what, objects, facts) => {
    expect(told(objects)).toEqual(facts);
  });

  it('believe the last refusal, and tell what was asked for and what there is', () => {
    const earlier = refusal(
      'error looking up service account checkout/x: serviceaccount "x" not found',
      '2026-11-20T02:50:00Z',
    );
    const [first, ...more] = found([set(0), account('ledger'), earlier, exceeded('pods')]);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      fact: 'pod_quota_exceeded',
      time: '2026-11-20T02:59:00.000Z',
      summary: 'quota limits of namespace checkout refuses a pod of ledger: pods requested 1, used 9 of 9',
      data: { quota: 'limits', key: 'pods', requested: '1', used: '9', hard: '9', workload: 'ledger' },
    });
  });

  const workload = (name: string, address?: string) =>
    inNamespace('Deployment', {
      metadata: { name },
      spec: {
        replicas: 1,
        template: { spec: { containers: [{ name: 'app', env: [{ name: 'TO', value: address ?? 'x' }] }] } },
      },
      status: { readyReplicas: 1 },
    });
  const service = (name: string) => inNamespace('Service', { metadata: { name }, spec: {} });
  const full = quota({ services: '1' }, { services: '1' });

  it.each<[string, Json[], string[]]>([
    [
      'called by an address',
      [full, workload('shop', 'http://ledger.checkout:80/'), workload('ledger'), service('shop')],
      ['service_quota_exceeded Namespace/checkout'],
    ],
    [
      'called by nobody',
      [full, workload('shop'), workload('ledger'), service('shop')],
      ['service_quota_full Namespace/checkout'],
    ],
    [
      'missing while there is room',
      [quota({ services: '5' }, { services: '1' }), workload('shop', 'ledger:80'), workload('ledger'), service('shop')],
      [],
    ],
  ])('tell of a Service that is %s', (_what, objects, facts) => {
    expect(told(objects)).toEqual(facts);
  });

  it('tell of a Service that is called by the topology', () => {
    const topology = { services: ['ledger'], edges: [{ from: 'shop', to: 'ledger' }] };
    const objects = [full, workload('ledger'), service('shop')];
    expect(told(objects, { topology })).toEqual(['service_quota_exceeded Namespace/checkout']);
  });
});

const waiting = (spec: Json = {}, message?: string, labels: Json = { app: 'ledger' }) =>
  inNamespace('Pod', {
    metadata: { name: 'ledger-0', labels, ownerReferences: [{ kind: 'StatefulSet', name: 'ledger' }] },
    spec: { containers: [{ name: 'app', resources: { requests: { cpu: '1' } } }], ...spec },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
    },
  });

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

describe('claims without a volume', () => {
  const claim = (spec: Json, phase = 'Pending') =>
    inNamespace('PersistentVolumeClaim', {
      metadata: { name: 'ledger-data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: '',
        resources: { requests: { storage: '1Gi' } },
        ...spec,
      },
      status: { phase },
    });
  const volume = (spec: Json = {}, phase = 'Available', name = 'ledger-volume') => ({
    kind: 'PersistentVolume',
    metadata: { name, labels: { tier: 'web' } },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', capacity: { storage: '1Gi' }, ...spec },
    status: { phase },
  });
  const storageClass = (name: string, provisioner: string) => ({
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
  });
  const byHand = storageClass('manual', 'kubernetes.io/no-provisioner');
  const user = waiting({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'ledger-data' } }] });
  const other = { claimRef: { namespace: 'checkout', name: 'shop-data' } };
  const mine = { claimRef: { namespace: 'checkout', name: 'ledger-data' } };

  it.each<[string, Json[], string[]]>([
    ['of another claim', [claim({}), volume(other, 'Bound')], ['claim_volume_occupied']],
    ['kept for another claim', [claim({}), volume(other)], ['claim_volume_occupied']],
    ['that its last claim left', [claim({}), volume(mine, 'Released')], ['claim_volume_occupied']],
    ['of another mode', [claim({ accessModes: ['ReadWriteMany'] }), volume()], ['claim_access_mode_unmet']],
    ['that is too small', [claim({ resources: { requests: { storage: '2Gi' } } }), volume()], ['claim_capacity_unmet']],
    ['without the labels', [claim({ selector: { matchLabels: { tier: 'db' } } }), volume()], ['claim_selector_unmet']],
    ['of another class', [claim({ storageClassName: 'manual' }), byHand, volume()], ['claim_storage_class_unmet']],
    ['and a class that is not there', [claim({ storageClassName: 'fast' }), byHand], ['claim_storage_class_unmet']],
    ['that is a block device', [claim({}), volume({ volumeMode: 'Block' })], ['claim_volume_mode_unmet']],
    ['and none at all', [claim({}), byHand], ['claim_unbound']],
    [
      'too small, beside one that was left',
      [claim({ resources: { requests: { storage: '2Gi' } } }), volume(mine, 'Released', 'a'), volume()],
      ['claim_capacity_unmet'],
    ],
    ['that fits', [claim({}), volume()], []],
    ['that has one already', [claim({}, 'Bound'), volume(mine, 'Bound')], []],
    ['that will be made', [claim({ storageClassName: 'ebs' }), storageClass('ebs', 'ebs.csi.aws.com')], []],
    [
      'that cannot be made',
      [
        claim({ storageClassName: 'ebs' }),
        storageClass('ebs', 'ebs.csi.aws.com'),
        event('PersistentVolumeClaim', 'ledger-data', 'ProvisioningFailed', 'could not create volume: quota'),
      ],
      ['claim_unbound'],
    ],
  ])('are told of the workload: a volume %s', (_what, objects, facts) => {
    expect(told([...objects, user])).toEqual(facts.map((fact) => `${fact} StatefulSet/ledger`));
  });

  it('are no fault while nobody waits for them', () => {
    expect(told([claim({}), byHand])).toEqual([]);
  });

  it('say both sides of the mismatch', () => {
    const [finding] = found([claim({ resources: { requests: { storage: '2Gi' } } }), volume(), user]);
    expect(finding?.summary).toBe(
      'claim ledger-data, which ledger-0 needs, is bound to no volume: it wants 2Gi, volume ledger-volume has 1Gi',
    );
  });

  it('that do not exist are refused by a quota of storage, where there is one', () => {
    const missing = waiting(
      { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'ledger-data' } }] },
      '0/3 nodes are available: persistentvolumeclaim "ledger-data" not found.',
    );
    const hard = { 'requests.storage': '1Gi' };
    const quota = inNamespace('ResourceQuota', { metadata: { name: 'disk' }, status: { hard, used: {} } });
    const vague = ['unschedulable StatefulSet/ledger', 'claim_missing StatefulSet/ledger'];
    expect(told([missing])).toEqual(vague);
    expect(told([missing, quota])).toEqual(['storage_quota_exceeded Namespace/checkout', ...vague]);
  });
});

describe('containers that cannot start', () => {
  const starting = (spec: Json, status: Json = {}) =>
    inNamespace('Pod', {
      metadata: { name: 'ledger-0', ownerReferences: [{ kind: 'StatefulSet', name: 'ledger' }] },
      spec: { nodeName: 'a', ...spec },
      status: { phase: 'Pending', ...status },
    });
  const secret = inNamespace('Secret', { metadata: { name: 'db' }, data: { user: '' } });
  const config = inNamespace('ConfigMap', { metadata: { name: 'settings' }, data: { mode: 'x' } });
  const from = (name: string, key: string, optional?: boolean) => ({
    containers: [{ name: 'app', env: [{ name: 'A', valueFrom: { secretKeyRef: { name, key, optional } } }] }],
  });

  it.each<[string, Json, string[]]>([
    [
      'a Secret',
      starting({ containers: [{ name: 'app', envFrom: [{ secretRef: { name: 'x' } }] }] }),
      ['secret_missing'],
    ],
    ['a key of a Secret', starting(from('db', 'password')), ['secret_missing']],
    ['nothing', starting(from('db', 'user')), []],
    ['what is optional', starting(from('x', 'y', true)), []],
    [
      'a Secret, though a sidecar runs',
      starting(from('x', 'y'), {
        phase: 'Pending',
        containerStatuses: [
          { name: 'proxy', state: { running: {} } },
          { name: 'app', state: { waiting: {} } },
        ],
      }),
      ['secret_missing'],
    ],
    ['a Secret, though it runs by now', starting(from('x', 'y'), { phase: 'Running' }), []],
    [
      'a ConfigMap',
      starting({ containers: [], volumes: [{ name: 'v', configMap: { name: 'x' } }] }),
      ['config_map_missing'],
    ],
    [
      'credentials for the registry',
      starting({ containers: [], imagePullSecrets: [{ name: 'x' }] }),
      ['pull_secret_missing'],
    ],
  ])('are told that they lack %s', (_what, pod, facts) => {
    expect(told([pod, secret, config])).toEqual(facts.map((fact) => `${fact} StatefulSet/ledger`));
  });

  it('are not told what they lack where Secrets are not listed', () => {
    expect(told([starting(from('x', 'y'))])).toEqual([]);
  });

  it('are forgotten when the pod works, or is gone', () => {
    const failed = event('Pod', 'ledger-0', 'Failed', 'Error: secret "db" not found');
    const works = { phase: 'Running', containerStatuses: [{ name: 'app', ready: true }] };
    expect(told([failed, starting({ containers: [] })])).toEqual(['secret_missing StatefulSet/ledger']);
    expect(told([failed, starting({ containers: [] }, works)])).toEqual([]);
    expect(
      told([failed, inNamespace('Pod', { metadata: { name: 'x' }, spec: { containers: [] }, status: {} })]),
    ).toEqual([]);
  });

  const ended = (exitCode: number, message?: string) => ({
    phase: 'Running',
    containerStatuses: [
      { name: 'app', ready: false, lastState: { terminated: { reason: 'Error', exitCode, message } } },
    ],
  });
  const mounted = (mountPath: string, volume: Json, lastWords?: string) =>
    starting(
      { containers: [{ name: 'app', volumeMounts: [{ name: 'v', mountPath }] }], volumes: [{ name: 'v', ...volume }] },
      ended(1, lastWords),
    );
  const disk = { hostPath: { path: '/mnt/x' } };
  const line = (message: string, stream = 'ledger-0_checkout_app_previous') => ({
    logs: [{ at: now, stream, message }],
  });
  const denied = 'volume_access_denied StatefulSet/ledger';

  it.each<[string, Json, ReturnType<typeof line>, string[]]>([
    ['a disk', mounted('/data', disk), line('open dump.db: Permission denied'), [denied]],
    ['a path of the volume', mounted('/data', { emptyDir: {} }), line("EACCES: mkdir '/data/x'"), [denied]],
    ['a port', mounted('/data', disk), line('bind to port 80: permission denied'), []],
    ['a file of another container', mounted('/data', disk), line('Permission denied', 'shop-0_checkout_app'), []],
    ['a token', mounted('/var/run/secrets/x', {}), line('Permission denied'), []],
    ['nothing', mounted('/data', disk), line('out of cheese'), []],
    ['a disk, as its last words', mounted('/data', disk, 'mkdir /data/x: Permission denied'), line('bye'), [denied]],
  ])('are told that they may not use their volume when they wrote of %s', (_what, pod, over, facts) => {
    expect(told([pod], over).filter((one) => !one.startsWith('container_failed'))).toEqual(facts);
  });

  it('were most likely killed for memory when nobody else says to have killed them', () => {
    const limited = { containers: [{ name: 'app', resources: { limits: { memory: '64Mi' } } }] };
    const pod = starting(limited, ended(137));
    const probe = event('Pod', 'ledger-0', 'Killing', 'Container app failed liveness probe, will be restarted');
    const killed = 'container_killed StatefulSet/ledger';
    expect(told([pod])).toContain(killed);
    expect(told([pod, probe])).not.toContain(killed);
    const unlimited = { containers: [{ name: 'app', resources: {} }] };
    expect(told([starting(unlimited, ended(137))])).not.toContain(killed);
    // Of what was recorded without its resources it is not known.
    const unknown = found([starting({ containers: [{ name: 'app' }] }, ended(137))]);
    expect(unknown.find(({ fact }) => fact === 'container_killed')?.strength).toBe(0.6);
  });
});

describe('workloads without replicas', () => {
  const off = inNamespace('Deployment', {
    metadata: { name: 'ledger' },
    spec: { replicas: 0, template: { metadata: { labels: { app: 'ledger' } } } },
  });
  const service = (app: string) => inNamespace('Service', { metadata: { name: app }, spec: { selector: { app } } });

  it('are a surer fault where a Service leads to them', () => {
    expect(found([off, service('ledger')])[0]).not.toHaveProperty('strength');
    expect(found([off])[0]).not.toHaveProperty('strength');
    expect(found([off, service('shop')])[0]?.strength).toBe(0.6);
  });
});
