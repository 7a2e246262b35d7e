import { step } from '../../support/apply-context.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { collectionPath } from '../../../core/aws/kubernetes-path.ts';
import { clusterKinds, leases, listableKinds } from '../../../core/evidence/gather/kubernetes.ts';
import { Policy as Limits } from '../../../core/policy/policy.ts';
import { actionOf, catalogue } from '../../../core/remediation/catalogue.ts';
import { reversed } from '../../../core/remediation/observe.ts';
import { denyAllPolicy, policyPrefix } from '../../../core/remediation/kubernetes/deny-all.ts';
import { quarantineLabel } from '../../../core/remediation/kubernetes/quarantine.ts';
import type { KubernetesWriter } from '../../../core/remediation/kubernetes/port.ts';
import {
  autoscaler,
  autoscalerKey,
  deployment,
  deploymentKey,
  fakeCluster,
  node,
  nodeKey,
} from '../../support/cluster.ts';
import { ofType } from '../../template/template.ts';

const documents = (file: string): unknown[] =>
  parseAllDocuments(readFileSync(`docs/eks/${file}`, 'utf8')).map((one): unknown => one.toJS());

const Role = z.strictObject({
  apiVersion: z.literal('rbac.authorization.k8s.io/v1'),
  kind: z.enum(['Role', 'ClusterRole']),
  metadata: z.strictObject({ name: z.string(), namespace: z.string().optional() }),
  rules: z.array(
    z.strictObject({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
  ),
});
const Binding = z.strictObject({
  apiVersion: z.literal('rbac.authorization.k8s.io/v1'),
  kind: z.enum(['RoleBinding', 'ClusterRoleBinding']),
  metadata: z.strictObject({ name: z.string(), namespace: z.string().optional() }),
  roleRef: z.strictObject({ apiGroup: z.string(), kind: z.string(), name: z.string() }),
  subjects: z.tuple([z.strictObject({ kind: z.literal('Group'), name: z.string(), apiGroup: z.string() })]),
});
const Files = z.tuple([Role, Binding]);

/** `patch apps/deployments`, for everything a role grants. */
const granted = ({ rules }: z.infer<typeof Role>): string[] =>
  rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      verbs.flatMap((verb) => apiGroups.flatMap((group) => resources.map((one) => `${verb} ${group}/${one}`))),
    )
    .toSorted();

/** The same text for a call of the adapter, from the path it would ask for. */
const call = (verb: string, kind: string): string => {
  const [, root, ...rest] = collectionPath(kind, 'checkout').split('/');
  return `${verb} ${root === 'apis' ? rest[0] : ''}/${rest.at(-1)}`;
};

const recording = (cluster: KubernetesWriter, calls: Set<string>): KubernetesWriter => {
  const noted = <T>(verb: string, kind: string, answer: Promise<T>): Promise<T> => {
    calls.add(call(verb, kind));
    return answer;
  };
  return {
    get: (target) => noted('get', target.kind, cluster.get(target)),
    list: (kind, namespace) => noted('list', kind, cluster.list(kind, namespace)),
    patch: (target, operations) => noted('patch', target.kind, cluster.patch(target, operations)),
    createPolicy: (policy) => noted('create', policy.kind, cluster.createPolicy(policy)),
    deletePolicy: (target, version) => noted('delete', 'NetworkPolicy', cluster.deletePolicy(target, version)),
  };
};

const workload = { namespace: 'checkout', deployment: 'payments-api' };
const namespaced: [string, Record<string, unknown>][] = [
  ['set-resources', { ...workload, container: 'app', memory: { times: 2, atMost: '4Gi' } }],
  ['set-hpa-bounds', { namespace: 'checkout', name: 'payments-api', minReplicas: { plus: 1, atMost: 10 } }],
  ['scale-deployment', { ...workload, replicas: { by: 1, atLeast: 1, atMost: 6 } }],
  ['restart-rollout', { ...workload, restartedAt: '2026-11-20T09:30:00Z' }],
];

/** Every call that actions make while they are planned (`reads`), and while they are executed and undone (`calls`). */
const callsOf = async (actions: readonly [string, Record<string, unknown>][], other?: KubernetesWriter) => {
  const [reads, calls] = [new Set<string>(), new Set<string>()];
  for (const [id, parameters] of actions) {
    const template = {
      metadata: { labels: {} },
      spec: { containers: [{ name: 'app', resources: { limits: { memory: '512Mi' } } }] },
    };
    const made = fakeCluster({
      [deploymentKey]: { ...deployment('512Mi'), metadata: { resourceVersion: '1' }, spec: { replicas: 2, template } },
      [autoscalerKey]: autoscaler(2, 10, 'orders-api'),
      [nodeKey]: node(id === 'uncordon-node' ? true : undefined),
    });
    const cluster = other ?? made.cluster;
    const action = actionOf({ id });
    const state = await action.describe(parameters, { kubernetes: recording(cluster, reads) });
    const plan = action.plan(parameters, state ?? {});
    if (plan.kind !== 'planned') throw new Error(`${id}: ${plan.reason}`);
    const write = { kubernetes: recording(cluster, calls) };
    await action.apply(parameters, plan.touched, write, step);
    await action.describe(parameters, write);
    await action.apply(parameters, reversed(plan.touched), write, step);
  }
  return { reads: [...reads].toSorted(), calls: [...calls].toSorted() };
};

const groupsOf = (id: string): unknown =>
  ofType('AWS::EKS::AccessEntry').find((entry) => entry.id === id)?.Properties['KubernetesGroups'];

const allowed = Limits.parse(parse(readFileSync('layers/policy/policy.yaml', 'utf8')));
const remediation = Files.parse(documents('remediation-role.yaml'));
const reader = Files.parse(documents('reader-role.yaml'));
const clusterReader = Files.parse(documents('reader-cluster-role.yaml'));
const leaseReader = Files.parse(documents('reader-lease-role.yaml'));
const nodes = Files.parse(documents('optional-node-role.yaml'));
const rollback = Files.parse(documents('optional-rollback-role.yaml'));
const isolation = Files.parse(documents('optional-isolation-role.yaml'));
const reviews = Files.parse(documents('access-review-role.yaml'));

describe('the roles in the cluster', () => {
  it('let an approved change make the calls of its action and no other', async () =>
    expect(granted(remediation[0])).toEqual((await callsOf(namespaced)).calls));

  it('cover every Kubernetes action that the policy allows, or the page names the file that does', () => {
    const ours = allowed.allowedActions.filter((id) => catalogue.get(id)?.provider === 'kubernetes');
    const covered = namespaced.map(([id]) => id);
    const page = readFileSync('docs/eks.md', 'utf8');
    const steps = page.slice(page.indexOf('## Steps'), page.indexOf('## Check'));
    for (const id of ours.filter((one) => !covered.includes(one))) {
      expect(page).toMatch(new RegExp(`^\\| \`${id}\`.*optional-[a-z]+-role\\.yaml`, 'm'));
      expect(steps).toContain(`\`${id}\``);
    }
    expect(ours.length).toBeGreaterThan(0);
  });

  it('give nodes by a file of their own', async () => {
    const parameters = { node: nodeKey.replace('Node/', '') };
    const { calls } = await callsOf([
      ['cordon-node', parameters],
      ['uncordon-node', parameters],
    ]);
    expect(granted(nodes[0])).toEqual(calls);
  });

  it('give isolation by a file of its own: the calls of isolate-pod on each kind, and no other', async () => {
    const called = new Set<string>();
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod']) {
      const labels = { app: 'receipts' };
      const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } };
      const metadata = { name: 'receipts', labels: { ...labels }, resourceVersion: '1' };
      const { cluster } = fakeCluster({ [`${kind}/checkout/receipts`]: { kind, metadata, spec } });
      for (const one of (await callsOf([['isolate-pod', { namespace: 'checkout', kind, name: 'receipts' }]], cluster))
        .calls)
        called.add(one);
    }
    expect(granted(isolation[0])).toEqual([...called].toSorted());
  });

  it('give what undo-rollout lists by a file of their own', () =>
    expect(granted(rollback[0])).toEqual([call('list', 'ReplicaSet')]));

  it('let the proposer ask by access reviews, and create nothing else', () =>
    expect(granted(reviews[0])).toEqual(['create authorization.k8s.io/subjectaccessreviews']));

  it('let the readers get and list the kinds that are understood or described, and no other', async () => {
    const listed = listableKinds.flatMap((kind) => [call('get', kind), call('list', kind)]).toSorted();
    expect(granted(reader[0])).toEqual(listed);
    expect(listed).toEqual(expect.arrayContaining((await callsOf(namespaced)).reads));
  });

  it('let them list what belongs to the cluster, and the leases of its nodes, each by a file of its own', () => {
    expect(granted(clusterReader[0])).toEqual(clusterKinds.map((kind) => call('list', kind)).toSorted());
    expect(granted(leaseReader[0])).toEqual([call('list', leases.kind)]);
    expect(leaseReader[0].metadata.namespace).toBe(leases.namespace);
  });

  it.each([
    ['cluster reader', clusterReader, 'AnalyzerClusterAccess'],
    ['lease reader', leaseReader, 'AnalyzerClusterAccess'],
    ['remediation', remediation, 'RemediationClusterAccess'],
    ['nodes', nodes, 'RemediationClusterAccess'],
    ['rollback', rollback, 'RemediationClusterAccess'],
    ['isolation', isolation, 'RemediationClusterAccess'],
    ['reviews', reviews, 'ProposerClusterAccess'],
    ['reader', reader, 'AnalyzerClusterAccess'],
    ['reader', reader, 'ProposerClusterAccess'],
  ])(
    '%s: are bound to the group of the access entry, without wildcards or secrets',
    (_file, [role, binding], entry) => {
      expect(groupsOf(entry)).toEqual([binding.subjects[0].name]);
      expect(binding.roleRef).toMatchObject({ kind: role.kind, name: role.metadata.name });
      expect(binding.metadata.namespace).toBe(role.metadata.namespace);
      expect(role.metadata.namespace === undefined).toBe(role.kind === 'ClusterRole');
      const bounded = [
        'create authorization.k8s.io/subjectaccessreviews',
        // The admission policy says which.
        'create networking.k8s.io/networkpolicies',
        'delete networking.k8s.io/networkpolicies',
      ];
      const changing = granted(role).filter((one) => !bounded.includes(one));
      expect(changing.join(' ')).not.toMatch(/\*|secret|delete|create|update|escalate|impersonate|bind/);
    },
  );
});

const Policy = z.strictObject({
  apiVersion: z.literal('admissionregistration.k8s.io/v1'),
  kind: z.literal('ValidatingAdmissionPolicy'),
  metadata: z.strictObject({ name: z.string() }),
  spec: z.strictObject({
    failurePolicy: z.literal('Fail'),
    matchConstraints: z.strictObject({ resourceRules: z.tuple([z.record(z.string(), z.array(z.string()))]) }),
    matchConditions: z.tuple([z.strictObject({ name: z.string(), expression: z.string() })]),
    variables: z.array(z.strictObject({ name: z.string(), expression: z.string() })),
    validations: z.array(z.strictObject({ expression: z.string(), message: z.string() })),
  }),
});
const PolicyBinding = z.looseObject({
  kind: z.literal('ValidatingAdmissionPolicyBinding'),
  spec: z.strictObject({ policyName: z.string(), validationActions: z.array(z.string()) }),
});

describe('the admission policy', () => {
  const [policy, binding] = z.tuple([Policy, PolicyBinding]).parse(documents('admission-policy.yaml'));
  const { matchConstraints, matchConditions, variables, validations } = policy.spec;
  const text = validations.map(({ expression }) => expression).join('\n');

  it('judges every write of the remediation group, and only of that group', () => {
    expect(matchConstraints.resourceRules[0]).toEqual({
      apiGroups: ['*'],
      apiVersions: ['*'],
      operations: ['*'],
      resources: ['*/*'],
    });
    const group = remediation[1].subjects[0].name;
    expect(matchConditions[0].expression).toBe(`has(request.userInfo.groups) && '${group}' in request.userInfo.groups`);
  });

  it('denies, and is bound', () => {
    expect(binding.spec).toEqual({ policyName: policy.metadata.name, validationActions: ['Deny', 'Audit'] });
    expect(validations[0]?.expression).toBe("request.operation == 'UPDATE' || variables.isIsolation");
    const isolates = variables.find(({ name }) => name === 'isIsolation')?.expression;
    expect(isolates).toBe("variables.isPolicy && request.operation in ['CREATE', 'DELETE']");
  });

  it('admits no NetworkPolicy but our own that lets nothing through and does not select every pod', () => {
    const ours = validations.filter(({ expression }) => expression.startsWith('!variables.isIsolation || '));
    expect(ours.map(({ message }) => message)).toEqual([
      'only NetworkPolicies of our own name and label may be made or deleted',
      'only NetworkPolicies that let nothing through may be made or deleted',
      'no NetworkPolicy may select every pod of the namespace',
    ]);
    expect(ours[0]?.expression).toContain(`metadata.name.startsWith('${policyPrefix}')`);
    const { metadata, spec } = denyAllPolicy({ namespace: 'checkout', name: 'x' }, { matchLabels: { app: 'x' } });
    for (const [key, value] of Object.entries(metadata.labels))
      expect(ours[0]?.expression).toContain(`metadata.labels['${key}'] == '${value}'`);
    for (const type of spec.policyTypes) expect(ours[1]?.expression).toContain(`'${type}' in `);
    // Whatever else is judged would fail on an object that is only made or only deleted, and a failure denies.
    const guarded = (one: string) => /isIsolation|^!has\(request|^!variables\.isDeployment/.test(one);
    expect(validations.filter(({ expression }) => !guarded(expression))).toEqual([]);
  });

  it('names the fields that the actions change', () => {
    const own = variables.find(({ name }) => name === 'ownFields')?.expression ?? '';
    const fields = [...own.matchAll(/'([^']+)'/g)].map(([, field]) => field);
    expect(fields).toEqual(['replicas', 'template', 'minReplicas', 'unschedulable']);
    const exempt = [...text.matchAll(/k == '([^']+)'/g)].map(([, key]) => key);
    expect(new Set(exempt)).toEqual(
      new Set([
        'annotations',
        'kubectl.kubernetes.io/restartedAt',
        'containers',
        'resources',
        'limits',
        'memory',
        'labels',
        quarantineLabel,
      ]),
    );
  });

  it('opens the pod template only in a namespace whose owner labelled it', () => {
    const { expression = '' } = variables.find(({ name }) => name === 'mayReplaceTemplate') ?? {};
    expect(expression).toContain("namespaceObject.metadata.labels['sovereign-ops/undo-rollout'] == 'allowed'");
    const inTemplate = validations.filter((one) => one.expression.includes('spec.template'));
    expect(inTemplate.length).toBeGreaterThan(4);
    for (const one of inTemplate) {
      expect(one.expression).toMatch(/^!variables\.isDeployment \|\| variables\.mayReplaceTemplate \|\| /);
    }
    const others = validations.filter((one) => !one.expression.includes('spec.template'));
    for (const one of others) expect(one.expression).not.toContain('mayReplaceTemplate');
  });

  it('uses no variable that it does not define, and closes what it opens', () => {
    const used = [...text.matchAll(/variables\.(\w+)/g)].map(([, name]) => name);
    expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining(used));
    for (const { expression } of [...variables, ...validations]) {
      expect(expression.split('(').length, expression).toBe(expression.split(')').length);
    }
  });
});
