import type { EcsServiceWriter } from '../../core/remediation/ecs/port.ts';
import { ecsAlarm, ecsAlarmAt } from './ecs-alarm.ts';
import { ecsApi } from './ecs-api.ts';
import { ecsChanges } from './ecs-changes.ts';
import { ecsMetrics } from './ecs-metrics.ts';
import { type EcsServiceSpec, running, type SimulatedService } from './ecs-service.ts';
import { stateChange } from './state-change.ts';
import type { Subject, Workload } from './world.ts';

/** Simulated ECS services as every port sees them. */
export type Ecs = Workload & { services: readonly SimulatedService[]; ecs: EcsServiceWriter };

const subjectOf = (service: SimulatedService): Subject => {
  const { name, account, region, alarm } = service.spec;
  return {
    name,
    alarm: { name: alarm.name, account, region },
    alarmAt: (t) => ecsAlarmAt(service, t),
    alarmEvent: (state, at) => stateChange(ecsAlarm(service), state, at),
  };
};

/** Services that run since three days. Everything they show is a function of the clock and of what they are told. */
export const simulatedEcs = (specs: readonly EcsServiceSpec[], now: () => Date): Ecs => {
  const services = specs.map((spec) => running(spec, now()));
  const ecs = ecsApi(services, now);
  return {
    services,
    subjects: services.filter(({ spec }) => spec.trouble !== undefined).map(subjectOf),
    ecs,
    readers: { ecs: { service: ecs.service, taskDefinition: ecs.taskDefinition, revisions: ecs.revisions } },
    writers: { ecs },
    metrics: ecsMetrics(services, now),
    changesAt: (t) => ecsChanges(services, t),
  };
};
