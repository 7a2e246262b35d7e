import { portOf, type Writers } from '../../core/remediation/provider.ts';
import type { Trouble } from '../../local/scenarios/scenario.ts';
import { sampleCluster } from '../../local/scenarios/ecs-services.ts';
import { sampleGateway } from '../../local/scenarios/world.ts';
import type { Cluster } from '../../local/workload/cluster.ts';

type World = { writers: Partial<Writers>; cluster: Cluster };

const deployment = (name: string) => ({ kind: 'Deployment', namespace: 'checkout', name });

/** The name of the resource that a trouble is about. */
export const nameIn = (trouble: Trouble): string => {
  switch (trouble.kind) {
    case 'app':
    case 'rollout':
    case 'intrusion':
      return trouble.app;
    case 'ecs-overload':
    case 'ecs-bad-deploy':
      return trouble.service;
    case 'database':
      return trouble.instance;
    case 'function':
      return trouble.function;
    case 'instance':
      return trouble.networkInterface;
    case 'gateway':
      return sampleGateway.standby;
    case 'spend':
      return 'Amazon-Elastic-Compute-Cloud-Compute';
    default:
      return trouble satisfies never;
  }
};

/** Somebody changes what a repair would change, past this system. */
export const touchSame = async ({ writers, cluster }: World, trouble: Trouble): Promise<void> => {
  switch (trouble.kind) {
    case 'app':
      return cluster.someoneSetsMemory(trouble.app, '768Mi');
    case 'rollout':
    case 'intrusion':
      return touchOther({ writers, cluster }, trouble);
    case 'ecs-overload':
      return portOf(writers, 'ecs').setDesiredCount(sampleCluster, trouble.service, 9);
    case 'ecs-bad-deploy': {
      const { taskDefinition } = (await portOf(writers, 'ecs').service(sampleCluster, trouble.service)) ?? {};
      const current = await portOf(writers, 'ecs').taskDefinition(taskDefinition ?? '');
      const [, , oldest] = await portOf(writers, 'ecs').revisions(current?.family ?? '');
      if (oldest !== undefined) await portOf(writers, 'ecs').setTaskDefinition(sampleCluster, trouble.service, oldest);
      return;
    }
    case 'database':
      return portOf(writers, 'rds').modify(trouble.instance, { storageGiB: 160 });
    case 'function':
      return portOf(writers, 'lambda').setReservedConcurrency(trouble.function, 13);
    case 'instance':
      return portOf(writers, 'ec2').setSourceDestCheck(trouble.networkInterface, false);
    case 'gateway':
      return portOf(writers, 'ec2').setSourceDestCheck(sampleGateway.standby, !trouble.standbyForwards);
    case 'spend':
      return;
    default:
      return trouble satisfies never;
  }
};

/** Somebody changes something else of the same resource. */
export const touchOther = async ({ writers }: World, trouble: Trouble): Promise<void> => {
  switch (trouble.kind) {
    case 'app':
    case 'rollout':
    case 'intrusion':
      await portOf(writers, 'kubernetes').patch(deployment(trouble.app), [
        { op: 'add', path: '/metadata/labels/touched', value: 'by-hand' },
      ]);
      return;
    case 'ecs-bad-deploy':
      return portOf(writers, 'ecs').setDesiredCount(sampleCluster, trouble.service, 5);
    case 'function': {
      const { revisionId } = (await portOf(writers, 'lambda').configuration(trouble.function)) ?? {};
      return portOf(writers, 'lambda').setMemory(trouble.function, 2048, revisionId ?? '');
    }
    case 'database':
      return portOf(writers, 'rds').modify(trouble.instance, { instanceClass: 'db.r6g.xlarge' });
    case 'ecs-overload':
    case 'instance':
    case 'gateway':
    case 'spend':
      return;
    default:
      return trouble satisfies never;
  }
};
