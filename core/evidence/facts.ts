import type { Resource } from '../incident/resource.ts';
import { admissionFacts } from './facts/admission-facts.ts';
import { alarmFacts } from './facts/alarm-facts.ts';
import { databaseFacts } from './facts/database-facts.ts';
import { infrastructureFacts } from './facts/infrastructure-facts.ts';
import { ecsFacts } from './facts/ecs-facts.ts';
import { logFacts } from './facts/log-facts.ts';
import { metricFacts } from './facts/metric-facts.ts';
import { rdsFacts } from './facts/rds-facts.ts';
import { networkFacts } from './facts/network-facts.ts';
import { podFacts } from './facts/pod-facts.ts';
import { routingFacts } from './facts/routing-facts.ts';
import { securityFacts } from './facts/security-facts.ts';
import { schedulingFacts } from './facts/scheduling-facts.ts';
import { topologyFacts } from './facts/topology-facts.ts';
import { workloadFacts } from './facts/workload-facts.ts';
import type { FactRow, FactRows } from './facts/row.ts';
import type { Signal } from './signal.ts';

/** Every fact that evidence can yield. A new fact is a row in its family and a row in the table that finds it. */
export const facts = {
  ...alarmFacts,
  ...podFacts,
  ...admissionFacts,
  ...schedulingFacts,
  ...workloadFacts,
  ...metricFacts,
  ...logFacts,
  ...rdsFacts,
  ...topologyFacts,
  ...infrastructureFacts,
  ...networkFacts,
  ...databaseFacts,
  ...routingFacts,
  ...ecsFacts,
  ...securityFacts,
  deployment_started: { kind: 'change', strength: 0.7, tells: 'context' },
  resource_changed: { kind: 'change', strength: 0.6, tells: 'context' },
  injection: { kind: 'injection', strength: 0.9, tells: 'context' },
} as const satisfies FactRows;
export type Fact = keyof typeof facts;

/** One fact as found, before it has an id. Its texts are still as they came from outside: `pack` screens them. */
export type Finding = {
  fact: Fact;
  summary: string;
  resource: Resource;
  time?: string;
  data: Signal['data'];
  /** Where one finding says more or less than its fact usually does: 0 to 1. */
  strength?: number;
  /** Where the raw record is: a file and a place in it, a log stream and a time, an event id. */
  pointer?: string;
};

const symptoms: ReadonlySet<string> = new Set(
  Object.entries<FactRow>(facts).flatMap(([name, { tells }]) => (tells === 'symptom' ? [name] : [])),
);

/** True when the fact says that something is wrong. */
export const isSymptom = (fact: string): boolean => symptoms.has(fact);
