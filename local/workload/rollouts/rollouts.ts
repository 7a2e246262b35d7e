import { stateChange } from '../state-change.ts';
import type { Subject, Workload } from '../world.ts';
import { rolloutAlarm, rolloutAlarmAt } from './alarm.ts';
import { rolloutsApi } from './api.ts';
import { rolloutMetrics } from './metrics.ts';
import { type Rollout, type RolloutSpec, running } from './rollout.ts';

const subjectOf = (rollout: Rollout): Subject => ({
  name: rollout.spec.name,
  alarm: rollout.spec.alarm,
  alarmAt: (t) => rolloutAlarmAt(rollout, t),
  alarmEvent: (state, at) => stateChange(rolloutAlarm(rollout, at), state, at),
});

/** Deployments that were rolled out. What their pods do follows from the clock and from the pod template they are given. */
export const simulatedRollouts = (specs: readonly RolloutSpec[], now: () => Date): Workload => {
  const rollouts = specs.map((spec) => running(spec, now()));
  const kubernetes = rolloutsApi(rollouts, now);
  return {
    subjects: rollouts.map(subjectOf),
    metrics: rolloutMetrics(rollouts, now),
    readers: { kubernetes: { get: kubernetes.get, list: kubernetes.list } },
    writers: { kubernetes },
  };
};
