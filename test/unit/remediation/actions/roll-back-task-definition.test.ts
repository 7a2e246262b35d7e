import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EcsService } from '../../../../core/evidence/ports.ts';
import { rollBackTaskDefinition as action } from '../../../../core/remediation/actions/roll-back-task-definition.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { compare, reversed } from '../../../../core/remediation/observe.ts';
import type { TaskDefinition } from '../../../../core/remediation/ecs/port.ts';
import { step } from '../../../support/apply-context.ts';
import { arn, definition, fakeEcs, service } from '../../../support/ecs.ts';

const parameters = { cluster: 'quay', service: 'basket' };
const image = (tag: string) => ({ containerDefinitions: [{ name: 'app', image: `basket:${tag}` }] });
const [old, bad] = [definition('basket', 41, image('2.0')), definition('basket', 42, image('2.1'))];

const world = (change: Partial<EcsService> = {}, definitions: TaskDefinition[] = [old, bad]) =>
  fakeEcs({ services: [service(bad.arn, change)], definitions });
const planOn = async (fake: ReturnType<typeof fakeEcs>) =>
  action.plan(parameters, (await action.describe(parameters, fake)) ?? {});
const touched = [
  { path: 'taskDefinition', before: bad.arn, after: old.arn },
  { path: 'containers.app.image', before: 'basket:2.1', after: 'basket:2.0' },
];
const deployment = (taskDefinition: string, status = 'ACTIVE') => ({
  status,
  taskDefinition,
  createdAt: new Date(0),
  failedTasks: 0,
});
const primary = deployment(bad.arn, 'PRIMARY');

describe('roll-back-task-definition', () => {
  it('plans the revision before, and shows the images', async () =>
    expect(await planOn(world())).toEqual({ kind: 'planned', touched }));

  it('passes over revisions that are newer, no longer active, or of another family', async () => {
    const others = [
      definition('basket', 43),
      definition('basket', 40, {}, false),
      definition('basket-next', 41),
      definition('basket', 39, image('1.9')),
    ];
    const plan = await planOn(world({}, [bad, ...others]));
    expect(plan).toMatchObject({ touched: [{ after: arn('basket', 39) }, { after: 'basket:1.9' }] });
  });

  it('shows no environment variable', async () => {
    const plan = await planOn(world({}, [definition('basket', 41), definition('basket', 42)]));
    expect(plan).toMatchObject({ kind: 'planned', touched: [{ path: 'taskDefinition' }] });
    expect(JSON.stringify(plan)).not.toMatch(/hunter2|TOKEN/);
  });

  it('plans while the two revisions take over from each other', async () => {
    const change = { deployments: [primary, deployment(old.arn)] };
    expect(await planOn(world(change))).toMatchObject({ kind: 'planned' });
  });

  it.each<[string, Partial<EcsService>, TaskDefinition[], RegExp]>([
    ['is being deleted', { status: 'DRAINING' }, [old, bad], /DRAINING, not ACTIVE/],
    ['has no revision before', {}, [bad, definition('basket', 43)], /no active revision before/],
    ['runs a revision that nothing could put back', {}, [old, { ...bad, active: false }], /no longer active/],
    ['runs a definition that is gone', {}, [old], /not known/],
    ['another controller deploys', { taskDefinition: null, deployments: [] }, [old, bad], /not known/],
    ['has no deployment of its own', { deployments: [] }, [old, bad], /0 primary deployments/],
    ['has two deployments at once', { deployments: [primary, primary] }, [old, bad], /2 primary deployments/],
    ['deploys another definition', { deployments: [deployment(old.arn, 'PRIMARY')] }, [old, bad], /basket:41/],
    ['still runs a third one', { deployments: [primary, deployment(arn('basket', 40))] }, [old, bad], /basket:40/],
  ])('plans nothing on a service that %s', async (_what, change, definitions, reason) =>
    expect(await planOn(world(change, definitions))).toEqual({
      kind: 'impossible',
      reason: expect.stringMatching(reason),
    }),
  );

  it('plans while a deployment of the same revision takes over', async () => {
    const change = { deployments: [primary, deployment(bad.arn)] };
    expect(await planOn(world(change, [bad, old]))).toMatchObject({ kind: 'planned' });
  });

  it.each<[string, Partial<EcsService>, TaskDefinition[], string[]]>([
    ['no definition of a service whose own is kept elsewhere', { taskDefinition: null }, [old, bad], []],
    ['no revision before the first', {}, [bad], [bad.arn]],
  ])('asks for %s', async (_what, change, definitions, asked) => {
    const { ecs } = world(change, definitions);
    const names: unknown[] = [];
    const taskDefinition: typeof ecs.taskDefinition = (name) => {
      names.push(name);
      return ecs.taskDefinition(name);
    };
    await action.describe(parameters, { ecs: { ...ecs, taskDefinition } });
    expect(names).toEqual(asked);
  });

  it('says in the state what is in the way', async () =>
    expect(await action.describe(parameters, world({ deployments: [] }))).toMatchObject({
      obstacle: 'it has 0 primary deployments, expected 1',
    }));

  it('sees no state where there is no service', async () =>
    expect(await action.describe({ ...parameters, service: 'other' }, world())).toBeUndefined());

  it('updates the service once, and sees it as planned', async () => {
    const { ecs, calls } = world();
    await action.apply(parameters, touched, { ecs }, step);
    expect(calls).toEqual([{ taskDefinition: old.arn }]);
    expect(compare(action, touched, await action.describe(parameters, { ecs }))).toBe('as-planned');
  });

  it('finds the definition wherever it stands in the change', async () => {
    const { ecs, calls } = world();
    await action.apply(parameters, touched.toReversed(), { ecs }, step);
    expect(calls).toEqual([{ taskDefinition: old.arn }]);
  });

  it.each<[string, Partial<EcsService>, typeof touched, string]>([
    [
      'it runs another definition by now',
      { taskDefinition: arn('basket', 43) },
      touched,
      `taskDefinition: expected ${bad.arn}, found ${arn('basket', 43)}`,
    ],
    ['the service is being deleted', { status: 'DRAINING' }, touched, 'the service is DRAINING, not ACTIVE'],
    ['the service is gone', { service: 'other' }, touched, 'service quay/basket does not exist'],
    ['no definition is named', {}, touched.slice(1), 'no task definition is named'],
  ])('makes no call when %s', async (_what, change, fields, reason) => {
    const { ecs, calls } = world(change);
    await expect(action.apply(parameters, fields, { ecs }, step)).rejects.toThrow(new PreconditionFailed(reason));
    expect(calls).toEqual([]);
  });

  it('undoes what it applied, for all images and histories', async () => {
    const history = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(history, fc.string(), async (revisions, tag) => {
        const definitions = revisions.map((n) => definition('basket', n, image(`${tag}${n % 3}`)));
        const taskDefinition = arn('basket', Math.max(...revisions));
        const { ecs, state } = fakeEcs({ services: [service(taskDefinition)], definitions });
        const start = structuredClone(state);
        const plan = action.plan(parameters, (await action.describe(parameters, { ecs })) ?? {});
        if (plan.kind !== 'planned') throw new Error(plan.reason);
        await action.apply(parameters, plan.touched, { ecs }, step);
        expect(state).not.toEqual(start);
        await action.apply(parameters, reversed(plan.touched), { ecs }, step);
        expect(state).toEqual(start);
      }),
    );
  });
});
