import { describe, expect, it } from 'vitest';
import type { EcsServiceWriter } from '../../../core/remediation/ecs/port.ts';
import { definitionDigest } from '../../../core/remediation/ecs/task-definition.ts';
import { withTaskMemory } from '../../../core/remediation/ecs/task-memory.ts';

/** ECS with a cluster `quay` and a service `basket` of 4 tasks, which runs revision 2 of its family's two. */
export type Opened = { ecs: EcsServiceWriter; family: string };

/** What every `EcsServiceWriter` does, the real one and those that stand in for it. */
export const ecsContract = (open: () => Promise<Opened>): void => {
  const names = ['quay', 'basket'] as const;
  const basket = async ({ ecs }: Opened) => {
    const found = await ecs.service(...names);
    if (found === undefined) throw new Error('the service is gone');
    return found;
  };
  const present = async (opened: Opened) => {
    const found = await opened.ecs.taskDefinition((await basket(opened)).taskDefinition ?? '');
    if (found === undefined) throw new Error('the task definition is gone');
    return found;
  };

  describe('ECS', () => {
    it('has the service, its count and its one deployment', async () => {
      const opened = await open();
      const found = await basket(opened);
      expect(found).toMatchObject({ cluster: 'quay', service: 'basket', status: 'ACTIVE', scheduling: 'REPLICA' });
      expect(found.desiredCount).toBe(4);
      expect(found.deployments).toMatchObject([{ status: 'PRIMARY', taskDefinition: found.taskDefinition }]);
      expect((await present(opened)).revision).toBe(2);
    });

    it('has no service and no cluster that nobody made', async () => {
      const { ecs } = await open();
      expect(await ecs.service('quay', 'nobody')).toBeUndefined();
      expect(await ecs.service('nowhere', 'basket')).toBeUndefined();
    });

    it('has the revisions of a family, the newest first, each to be read, and none of another', async () => {
      const { ecs, family } = await open();
      const arns = await ecs.revisions(family);
      const read = await Promise.all(arns.map((arn) => ecs.taskDefinition(arn)));
      expect(read.map((one) => one?.revision)).toEqual([2, 1]);
      expect(read.map((one) => one?.arn)).toEqual(arns);
      expect(read.every((one) => one?.active === true && one.family === family)).toBe(true);
      expect(await ecs.revisions('nobody')).toEqual([]);
      expect(await ecs.taskDefinition((arns[0] ?? '').replace(/\d+$/, '99'))).toBeUndefined();
    });

    it('sets the count and leaves the definition, and the other way round', async () => {
      const opened = await open();
      const before = await basket(opened);
      await opened.ecs.setDesiredCount(...names, 6);
      expect(await basket(opened)).toMatchObject({ desiredCount: 6, taskDefinition: before.taskDefinition });
      const [, old = ''] = await opened.ecs.revisions(opened.family);
      await opened.ecs.setTaskDefinition(...names, old);
      expect(await basket(opened)).toMatchObject({ desiredCount: 6, taskDefinition: old });
    });

    it('registers a further revision with exactly that content, and no service runs it yet', async () => {
      const opened = await open();
      const now = await present(opened);
      const content = withTaskMemory(now.content, 4096);
      const made = await opened.ecs.register(content);
      expect(made).toMatchObject({ family: opened.family, revision: 3, active: true });
      expect(definitionDigest(made.content)).toBe(definitionDigest(content));
      const read = await opened.ecs.taskDefinition(made.arn);
      expect(definitionDigest(read?.content ?? {})).toBe(definitionDigest(content));
      expect((await basket(opened)).taskDefinition).toBe(now.arn);
    });

    it('refuses a service and a definition that are not there, and changes nothing', async () => {
      const opened = await open();
      const before = await basket(opened);
      const refused = { name: 'PreconditionFailed' };
      await expect(opened.ecs.setDesiredCount('quay', 'nobody', 6)).rejects.toMatchObject(refused);
      const missing = (before.taskDefinition ?? '').replace(/\d+$/, '99');
      await expect(opened.ecs.setTaskDefinition(...names, missing)).rejects.toMatchObject(refused);
      expect(await basket(opened)).toMatchObject({ desiredCount: 4, taskDefinition: before.taskDefinition });
    });
  });
};
