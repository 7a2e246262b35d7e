import type { EvidencePorts } from './gather/gather.ts';

/** Ports of an account that cannot be reached: whatever is wanted of them becomes a gap with this reason. */
export const unreadable = (reason: Error): Required<EvidencePorts> => {
  const no = (): Promise<never> => Promise.reject(reason);
  return {
    metrics: { read: no },
    logs: { search: no },
    kubernetes: { get: no, list: no },
    ecs: { service: no },
    alarmHistory: { stateChanges: no },
    changes: { lookUp: no },
    stoppedTasks: { stopped: no },
    databases: { about: no },
    callGraph: { graph: no },
  };
};
