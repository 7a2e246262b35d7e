import { fillText, type Values } from '../incident/placeholders.ts';
import { ecsState } from './ecs-state.ts';
import type { Found } from './found.ts';
import type { EcsReader } from './ports.ts';

const none = (gap: string): Found => ({ findings: [], gaps: [`ECS service ${gap}`] });

/** The state of one ECS service, named `cluster/service`. One that is not there is a gap. */
export const readEcs = async (ecs: EcsReader, template: string, values: Values): Promise<Found> => {
  const filled = fillText(template, values);
  if (filled.kind === 'unfilled') return none(`${template}: ${filled.reason}`);
  const [cluster, name, ...rest] = filled.value.split('/');
  if (cluster === undefined || name === undefined || rest.length > 0)
    return none(`${filled.value}: not cluster/service`);
  const service = await ecs.service(cluster, name);
  return service === undefined ? none(`${filled.value}: there is none`) : { ...ecsState(service), gaps: [] };
};
