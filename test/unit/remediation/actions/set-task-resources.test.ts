import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EcsService } from '../../../../core/evidence/ports.ts';
import { setTaskResources as action } from '../../../../core/remediation/actions/set-task-resources.ts';
import type { TouchedField } from '../../../../core/remediation/action.ts';
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

  it.each([[['EC2']], [undefined]])('takes any size outside Fargate: %j', async (requiresCompatibilities) => {
    const definitions = changed({ requiresCompatibilities, cpu: undefined, memory: '700' });
    expect(await planOn(world({}, definitions))).toMatchObject({ touched: [{ after: '1400Mi' }, {}] });
  });

  it('plans while a deployment of the same revision takes over', async () =>
    expect(await planOn(world(deploying(present.arn)))).toMatchObject({ kind: 'planned' }));

  it('plans nothing where no other size is known', () =>
    expect(action.plan(parameters, { status: 'ACTIVE', obstacle: null, memory: '2Gi', definition: 'a' })).toEqual({
      kind: 'impossible',
      reason: 'no other size is known',
    }));

  it('sees no state where there is no service, and no memory where none is set', async () => {
    expect(await action.describe({ ...parameters, service: 'other' }, world())).toBeUndefined();
    expect(await action.describe(parameters, world({}, changed({ memory: undefined })))).toMatchObject({
      memory: null,
      obstacle: 'its task definition sets no memory of the whole task',
    });
  });

  it('asks for no definition of a service whose own is kept elsewhere', async () => {
    const { ecs } = world({ taskDefinition: null });
    const taskDefinition = () => Promise.reject(new Error('asked'));
    expect(await action.describe(parameters, { ecs: { ...ecs, taskDefinition } })).toEqual({
      status: 'ACTIVE',
      obstacle: 'its task definition is not known',
    });
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

  it.each([
    ['the 20th newest', 19, 1],
    ['the 21st newest', 20, 2],
  ])('looks for the content among the newest revisions: with it as %s', async (_which, newer, registered) => {
    const others = Array.from({ length: newer }, (_, n) => definition('basket', 43 + n, { memory: '1024' }));
    const { ecs, calls } = world({}, [present, definition('basket', 42, { memory: '4096' }), ...others]);
    await action.apply(parameters, touched, { ecs }, step);
    expect(calls).toHaveLength(registered);
  });

  it('passes over a revision that is gone when it is looked at', async () => {
    const { ecs, calls } = world();
    const revisions: typeof ecs.revisions = async (family) => [arn(family, 44), ...(await ecs.revisions(family))];
    await action.apply(parameters, touched, { ecs: { ...ecs, revisions } }, step);
    expect(calls).toHaveLength(2);
  });

  it('lets no service run what ECS stored with another content', async () => {
    const { ecs, calls } = world();
    const odd = { ...ecs, register: (given: object) => ecs.register({ ...given, memory: '1024' }) };
    await expect(action.apply(parameters, touched, { ecs: odd }, step)).rejects.toThrow(/another content/);
    expect(calls).toEqual([{ registered: '1024' }]);
  });

  const otherMemory = touched.map((field) => (field.path === 'memory' ? { ...field, after: '8Gi' } : field));
  const [memory, ...digest] = touched;
  const count = { path: 'desiredCount', before: 1, after: '2' };
  const notPlanned = 'the task definition is not the one that was planned with';
  const incomplete = 'set-task-resources sets the memory and the definition it leads to';
  it.each<[string, Partial<EcsService>, TaskDefinition[], (TouchedField | undefined)[], string]>([
    ['the definition is another one by now', {}, changed({ memory: '3072' }), touched, notPlanned],
    ['a byte that nobody is shown is another one by now', {}, changed({ ipcMode: 'task' }), touched, notPlanned],
    ['the definition is gone', {}, [], touched, notPlanned],
    [
      'the memory that is shown is not that of the definition',
      {},
      [present],
      otherMemory,
      'the approved definition is not the present one with the approved memory',
    ],
    ['no definition is named', {}, [present], [memory], incomplete],
    ['no memory is named', {}, [present], digest, incomplete],
    ['another field is named beside the memory', {}, [present], [memory, count], incomplete],
    ['another field is named beside the definition', {}, [present], [count, ...digest], incomplete],
    ['another field is named beside both', {}, [present], [...touched, count], incomplete],
    ['the service is being deleted', { status: 'DRAINING' }, [present], touched, 'the service is DRAINING, not ACTIVE'],
    ['the service is gone', { service: 'other' }, [present], touched, 'service quay/basket does not exist'],
  ])('makes no call when %s', async (_what, change, definitions, fields, reason) => {
    const { ecs, calls } = world(change, definitions);
    const named = fields.filter((field) => field !== undefined);
    await expect(action.apply(parameters, named, { ecs }, step)).rejects.toThrow(new PreconditionFailed(reason));
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

function deploying(other = arn('basket', 40)): Partial<EcsService> {
  const one = (status: string, taskDefinition: string) => ({
    status,
    taskDefinition,
    createdAt: new Date(0),
    failedTasks: 0,
  });
  return { deployments: [one('PRIMARY', present.arn), one('ACTIVE', other)] };
}

function limited() {
  return { containerDefinitions: [{ name: 'app', image: 'basket:1', memory: 1024 }] };
}
