import { fillText, type Values } from '../../incident/placeholders.ts';
import type { EcsReader, EcsService } from '../ports.ts';
import type { Answers, StoppedTaskReader } from '../sources.ts';
import type { Read } from './or-gap.ts';

type Named = { cluster: string; service: string };

/** `cluster/service` in its parts, or why it is none. */
const partsOf = (name: string): Named | { gap: string } => {
  const [cluster, service, ...rest] = name.split('/');
  return cluster === undefined || service === undefined || rest.length > 0
    ? { gap: `ECS service ${name}: not cluster/service` }
    : { cluster, service };
};

const none = (gap: string): Read<EcsService[]> => ({ found: [], gaps: [gap] });

/** One ECS service, named `cluster/service`. One that is not there is a gap. */
export const gatherEcs = async (ecs: EcsReader, template: string, values: Values): Promise<Read<EcsService[]>> => {
  const filled = fillText(template, values);
  if (filled.kind === 'unfilled') return none(`ECS service ${template}: ${filled.reason}`);
  const named = partsOf(filled.value);
  if ('gap' in named) return none(named.gap);
  const service = await ecs.service(named.cluster, named.service);
  return service === undefined ? none(`ECS service ${filled.value}: there is none`) : { found: [service], gaps: [] };
};

/** The stopped tasks of one service. A name that is none has its gap with the service already. */
export const gatherStoppedTasks = async (tasks: StoppedTaskReader, name: string): Promise<Read<Answers>> => {
  const named = partsOf(name);
  return 'gap' in named ? { found: {}, gaps: [] } : tasks.stopped(named.cluster, named.service);
};
