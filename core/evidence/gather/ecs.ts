import { fillText, type Values } from '../../incident/placeholders.ts';
import type { EcsReader, EcsService } from '../ports.ts';
import type { Read } from './or-gap.ts';

const none = (gap: string): Read<EcsService[]> => ({ found: [], gaps: [`ECS service ${gap}`] });

/** One ECS service, named `cluster/service`. One that is not there is a gap. */
export const gatherEcs = async (ecs: EcsReader, template: string, values: Values): Promise<Read<EcsService[]>> => {
  const filled = fillText(template, values);
  if (filled.kind === 'unfilled') return none(`${template}: ${filled.reason}`);
  const [cluster, name, ...rest] = filled.value.split('/');
  if (cluster === undefined || name === undefined || rest.length > 0)
    return none(`${filled.value}: not cluster/service`);
  const service = await ecs.service(cluster, name);
  return service === undefined ? none(`${filled.value}: there is none`) : { found: [service], gaps: [] };
};
