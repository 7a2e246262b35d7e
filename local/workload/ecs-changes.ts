import type { Change } from '../../core/evidence/gathered.ts';
import { type SimulatedService, toldAt } from './ecs-service.ts';

/** What CloudTrail holds of the services: each time that somebody told one something new, a call of UpdateService. */
export const ecsChanges = (services: readonly SimulatedService[], t: Date): Change[] =>
  services.flatMap(({ spec, history }) =>
    history
      .slice(1)
      .filter(({ at }) => at <= t)
      .map((told): Change => {
        const before = toldAt({ spec, history, revisions: [] }, new Date(told.at.getTime() - 1));
        return {
          id: `${spec.cluster}/${spec.name}/${told.at.toISOString()}`,
          at: told.at,
          name: 'UpdateService',
          source: 'ecs.amazonaws.com',
          by: told.at.getTime() === spec.deployedAt?.getTime() ? 'release-pipeline' : 'sovereign-ops',
          resources: [],
          parameters: {
            cluster: spec.cluster,
            service: spec.name,
            ...(told.revision === before.revision
              ? { desiredCount: told.desiredCount }
              : { taskDefinition: `${spec.name}:${told.revision}` }),
          },
        };
      }),
  );
