import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { EcsServiceWriter, TaskDefinition } from '../../core/remediation/ecs/port.ts';
import { deployedAt, type Revision, servingAt, type SimulatedService, toldAt } from './ecs-service.ts';

type Registered = { service: SimulatedService; one: Revision };

const arnOf = ({ spec }: SimulatedService, revision: number): string =>
  `arn:aws:ecs:${spec.region}:${spec.account}:task-definition/${spec.name}:${revision}`;

const definition = ({ service, one }: Registered): TaskDefinition => ({
  arn: arnOf(service, one.revision),
  family: service.spec.name,
  revision: one.revision,
  active: one.active,
  content: structuredClone(one.content),
});

/**
 * The ECS API of simulated services, each with the task definition family of its name. What ECS refuses throws
 * `PreconditionFailed`: a service or revision that is not there, and a revision that is not active.
 */
export const ecsApi = (services: readonly SimulatedService[], now: () => Date): EcsServiceWriter => {
  const find = (cluster: string, name: string): SimulatedService | undefined =>
    services.find(({ spec }) => spec.cluster === cluster && spec.name === name);
  const existing = (cluster: string, name: string): SimulatedService => {
    const found = find(cluster, name);
    if (found === undefined) throw new PreconditionFailed(`there is no service ${cluster}/${name}`);
    return found;
  };
  const family = (name: unknown): SimulatedService | undefined => services.find(({ spec }) => spec.name === name);
  const registered = (name: string): Registered | undefined =>
    services
      .flatMap((service) => service.revisions.map((one) => ({ service, one })))
      .find(({ service, one }) =>
        [arnOf(service, one.revision), `${service.spec.name}:${one.revision}`].includes(name),
      );

  return {
    async service(cluster, name) {
      const found = find(cluster, name);
      if (found === undefined) return undefined;
      const [t, told] = [now(), toldAt(found, now())];
      const { tasks, revision } = servingAt(found, t);
      const deployment = (status: string, of: number, createdAt: Date) => ({
        status,
        taskDefinition: arnOf(found, of),
        createdAt,
        failedTasks: 0,
      });
      const leaving = revision === told.revision ? [] : [deployment('ACTIVE', revision, found.history[0].at)];
      return {
        cluster,
        service: name,
        status: 'ACTIVE',
        scheduling: 'REPLICA',
        desiredCount: told.desiredCount,
        runningCount: tasks,
        pendingCount: told.desiredCount - tasks,
        taskDefinition: arnOf(found, told.revision),
        deployments: [deployment('PRIMARY', told.revision, deployedAt(found, t)), ...leaving],
      };
    },
    async taskDefinition(name) {
      const found = registered(name);
      return found === undefined ? undefined : definition(found);
    },
    async revisions(name) {
      const found = family(name);
      const active = found?.revisions.filter((one) => one.active).toSorted((a, b) => b.revision - a.revision) ?? [];
      return found === undefined ? [] : active.map(({ revision }) => arnOf(found, revision));
    },
    async setDesiredCount(cluster, name, desiredCount) {
      const found = existing(cluster, name);
      found.history.push({ ...toldAt(found, now()), at: now(), desiredCount });
    },
    async setTaskDefinition(cluster, name, arn) {
      const found = existing(cluster, name);
      const wanted = registered(arn);
      if (wanted?.one.active !== true) throw new PreconditionFailed(`${arn} is not active`);
      found.history.push({ ...toldAt(found, now()), at: now(), revision: wanted.one.revision });
    },
    async register(content) {
      const service = family(content['family']);
      if (service === undefined) throw new PreconditionFailed('no simulated service has this family');
      const present = service.revisions.find(({ revision }) => revision === toldAt(service, now()).revision);
      const revision = Math.max(...service.revisions.map((one) => one.revision)) + 1;
      const one = { revision, active: true, content: structuredClone(content), fails: present?.fails ?? false };
      service.revisions.push(one);
      return definition({ service, one });
    },
  };
};
