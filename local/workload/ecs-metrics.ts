import type { MetricReader } from '../../core/evidence/ports.ts';
import { cpuAt, p99SecondsAt, requestsAt, servingAt, type SimulatedService } from './ecs-service.ts';
import { type Served, servedMetrics } from './served-metrics.ts';

const ofService = ({ spec }: SimulatedService) => ({ ClusterName: spec.cluster, ServiceName: spec.name });
const ofTargets = ({ spec }: SimulatedService) => ({ LoadBalancer: spec.loadBalancer, TargetGroup: spec.targetGroup });

/**
 * Names and dimensions as "Amazon ECS CloudWatch metrics" and "CloudWatch metrics for your Application Load Balancer"
 * give them. A count of nothing is not published.
 */
const served: Record<string, Served<SimulatedService>> = {
  'AWS/ECS/CPUUtilization': { dimensions: ofService, sample: (service, from) => cpuAt(service, from) },
  'AWS/ECS/MemoryUtilization': {
    dimensions: ofService,
    sample: (service, from) => 41 + servingAt(service, from).tasks,
  },
  'AWS/ApplicationELB/RequestCount': {
    dimensions: ofTargets,
    sample: (service, from) => requestsAt(service, from).all,
  },
  'AWS/ApplicationELB/TargetResponseTime': {
    dimensions: ofTargets,
    sample: (service, from) => p99SecondsAt(service, from),
  },
  'AWS/ApplicationELB/HTTPCode_Target_5XX_Count': {
    dimensions: ofTargets,
    // A count: a minute that ends with failed requests has some.
    sample: (service, _from, to) => requestsAt(service, new Date(to.getTime() - 1)).failed || undefined,
  },
};

/** CloudWatch metrics of the services. */
export const ecsMetrics = (services: readonly SimulatedService[], now: () => Date): MetricReader =>
  servedMetrics(served, services, now);
