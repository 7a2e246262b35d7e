import type { Status } from '../../core/incident/lifecycle.ts';
import type { EngineClock } from '../engine/clock.ts';
import type { Tell } from './news.ts';
import type { Hook } from '../scenarios/scenario.ts';
import type { Cluster } from '../workload/cluster.ts';

/** What happens from outside, each thing once: call the result with every status that an incident reaches. */
export const happenings = (hooks: readonly Hook[], cluster: Cluster, clock: EngineClock, tell: Tell) => {
  const waiting = new Set(hooks);

  const happen = ({ does }: Hook): void => {
    switch (does.kind) {
      case 'someone-sets-memory':
        cluster.someoneSetsMemory(does.app, does.limit);
        return tell({
          kind: 'happened',
          at: clock.now(),
          what: `somebody set the memory limit of ${does.app} to ${does.limit}`,
        });
      case 'recovers':
        cluster.recover(does.app);
        return tell({ kind: 'happened', at: clock.now(), what: `the load of ${does.app} went away` });
      default:
        return does satisfies never;
    }
  };

  return (status: Status): void => {
    for (const hook of [...waiting].filter(({ when }) => when === status)) {
      waiting.delete(hook);
      if (hook.afterSeconds === 0) happen(hook);
      else clock.after(hook.afterSeconds * 1000, () => happen(hook));
    }
  };
};
