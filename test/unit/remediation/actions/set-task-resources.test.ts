import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EcsService } from '../../../../core/evidence/ports.ts';
import { setTaskResources as action } from '../../../../core/remediation/actions/set-task-resources.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { compare, reversed } from '../../../../core/remediation/observe.ts';
import type { TaskDefinition } from '../../../../core/remediation/ecs/port.ts';
import { definitionDigest } from '../../../../core/remediation/ecs/task-definition.ts';
import { step } from '../../../support/apply-context.ts';
import { arn, content, definition, fakeEcs, service } from '../../../support/ecs.ts';

const parameters = {
  cluster: 'quay',
  service: 'basket',
  family: 'basket',
  memory: { times: 2, atMostMiB: 8192 },
  roles: ['basket-task', 'ecs/basket-execution'],
};
const present = definition('basket', 41);
const larger = content('basket', { memory: '4096' });

const world = (change: Partial<EcsService> = {}, definitions: TaskDefinition[] = [present]) =>
  fakeEcs({ services: [service(present.arn, change)], definitions });
const planOn = async (fake: ReturnType<typeof fakeEcs>, change: Partial<typeof parameters> = {}) => {
  const all = { ...parameters, ...change };
  return action.plan(all, (await action.describe(all, fake)) ?? {});
};
const touched = [
  { path: 'memory', before: '2Gi', after: '4Gi' },
  { path: 'definition', before: definitionDigest(present.content), after: definitionDigest(larger) },
];

describe('set-task-resources', () => {
  it('plans the memory and the digest of the definition it leads to, and shows no environment variable', async () => {
    const plan = await planOn(world());
    expect(plan).toEqual({ kind: 'planned', touched });
    expect(JSON.stringify(plan)).not.toMatch(/hunter2|TOKEN/);
  });

  it('never plans more than the most', async () =>
    expect(await planOn(world(), { memory: { times: 4, atMostMiB: 3072 } })).toMatchObject({
      touched: [{ after: '3Gi' }, { path: 'definition' }],
    }));

  it('judges the memory by its size and only shows the digest', () => {
    expect(['memory', 'definition'].map((path) => action.measure?.(path))).toEqual(['size', 'shown']);
    expect(action.same('memory', '1024Mi', '1Gi')).toBe(true);
  });

  const changed = (change: Record<string, unknown>) => [definition('basket', 41, change)];
  it.each<[string, TaskDefinition[], Partial<EcsService>, RegExp]>([
    ['is being deleted', [present], { status: 'INACTIVE' }, /INACTIVE, not ACTIVE/],
    ['is in a deployment', [present], deploying(), /still runs tasks of .*basket:40/],
    ['runs a definition that is gone', [], {}, /not known/],
    ['passes a role that is not named', changed({ taskRoleArn: 'arn:aws:iam::123456789012:role/admin' }), {}, /admin/],
    ['is of another family', [{ ...present, family: 'other' }], {}, /of family other, not basket/],
    ['sets no memory of the task', changed({ memory: undefined }), {}, /sets no memory of the whole task/],
    ['has its limits in its containers', changed(limited()), {}, /limit of its own/],
    ['has the most already', changed({ memory: '8192' }), {}, /at most 8192 MiB/],
    ['would get a size that Fargate has not', changed({ cpu: '256', memory: '2048' }), {}, /256 .* with 4096 MiB/],
  ])('plans nothing on a service that %s', async (_what, definitions, change, reason) =>
    expect(await planOn(world(change, definitions))).toEqual({
      kind: 'impossible',
      reason: expect.stringMatching(reason),
    }),
  );

  it('takes any size outside Fargate', async () => {
    const definitions = changed({ requiresCompatibilities: ['EC2'], cpu: undefined, memory: '700' });
    expect(await planOn(world({}, definitions))).toMatchObject({ touched: [{ after: '1400Mi' }, {}] });
  });

  it('registers one revision with the approved content and updates the service once', async () => {
    const { ecs, calls, state } = world();
    await action.apply(parameters, touched, { ecs }, step);
    expect(calls).toEqual([{ registered: '4096' }, { taskDefinition: arn('basket', 42) }]);
    expect(state.definitions.at(-1)?.content).toEqual(larger);
    expect(compare(action, touched, await action.describe(parameters, { ecs }))).toBe('as-planned');
  });

  it('registers no second one after a crash between the two calls', async () => {
    const { ecs, calls, state } = world();
    const dying = { ...ecs, setTaskDefinition: () => Promise.reject(new Error('the process died')) };
    await expect(action.apply(parameters, touched, { ecs: dying }, step)).rejects.toThrow('died');
    await action.apply(parameters, touched, { ecs }, step);
    expect(calls).toEqual([{ registered: '4096' }, { taskDefinition: arn('basket', 42) }]);
    expect(state.definitions).toHaveLength(2);
  });

  it('registers anew what is no longer active', async () => {
    const { ecs, state } = world({}, [present, definition('basket', 42, { memory: '4096' }, false)]);
    await action.apply(parameters, touched, { ecs }, step);
    expect(state.services[0]?.taskDefinition).toBe(arn('basket', 43));
  });

  it('lets no service run what ECS stored with another content', async () => {
    const { ecs, calls } = world();
    const odd = { ...ecs, register: (given: object) => ecs.register({ ...given, memory: '1024' }) };
    await expect(action.apply(parameters, touched, { ecs: odd }, step)).rejects.toThrow(/another content/);
    expect(calls).toEqual([{ registered: '1024' }]);
  });

  const otherMemory = touched.map((field) => (field.path === 'memory' ? { ...field, after: '8Gi' } : field));
  it.each<[string, Partial<EcsService>, TaskDefinition[], typeof touched]>([
    ['the definition is another one by now', {}, changed({ memory: '3072' }), touched],
    ['a byte that nobody is shown is another one by now', {}, changed({ ipcMode: 'task' }), touched],
    ['the memory that is shown is not that of the definition', {}, [present], otherMemory],
    ['no definition is named', {}, [present], touched.slice(0, 1)],
    ['the service is being deleted', { status: 'DRAINING' }, [present], touched],
    ['the service is gone', { service: 'other' }, [present], touched],
  ])('makes no call when %s', async (_what, change, definitions, fields) => {
    const { ecs, calls } = world(change, definitions);
    await expect(action.apply(parameters, fields, { ecs }, step)).rejects.toThrow(PreconditionFailed);
    expect(calls).toEqual([]);
  });

  it('undoes what it applied by the very revision that ran before, for all contents', async () => {
    const variable = fc.record({ name: fc.string(), value: fc.string() });
    await fc.assert(
      fc.asyncProperty(fc.array(variable), fc.constantFrom(2048, 3072, 4096), async (environment, memory) => {
        const before = definition('basket', 41, {
          memory: String(memory),
          containerDefinitions: [{ name: 'app', image: 'basket:1', environment }],
        });
        const { ecs, state } = world({}, [before]);
        const start = structuredClone(state.services);
        const plan = await planOn({ ecs, state, calls: [] });
        if (plan.kind !== 'planned') throw new Error(plan.reason);
        await action.apply(parameters, plan.touched, { ecs }, step);
        expect(state.services).not.toEqual(start);
        await action.apply(parameters, reversed(plan.touched), { ecs }, step);
        expect(state.services).toEqual(start);
        expect(state.definitions).toHaveLength(2);
      }),
    );
  });

  it.each([
    { memory: { times: 1, atMostMiB: 8192 } },
    { memory: { times: 5, atMostMiB: 8192 } },
    { memory: { times: 2, atMostMiB: 0 } },
    { roles: ['*'] },
    { family: 'basket:*' },
  ])('refuses parameters outside its schema: %j', (change) =>
    expect(action.parameters.safeParse({ ...parameters, ...change }).success).toBe(false),
  );
});

function deploying(): Partial<EcsService> {
  const one = (status: string, taskDefinition: string) => ({
    status,
    taskDefinition,
    createdAt: new Date(0),
    failedTasks: 0,
  });
  return { deployments: [one('PRIMARY', present.arn), one('ACTIVE', arn('basket', 40))] };
}

function limited() {
  return { containerDefinitions: [{ name: 'app', image: 'basket:1', memory: 1024 }] };
}
