import type { Change } from '../../core/evidence/gathered.ts';
import type { AlarmName } from './alarms.ts';
import { type Served, servedMetrics } from './served-metrics.ts';
import type { Subject, Workload } from './world.ts';

/** A service of an account that costs more than usual since `since`, because somebody started machines. */
export type SpendSpec = { alarm: AlarmName; monitor: string; since: Date };

const service = 'Amazon Elastic Compute Cloud - Compute';

/** Names of AWS/Usage as EC2 publishes them for On-Demand instances of the standard families. */
const served: Record<string, Served<SpendSpec>> = {
  'AWS/Usage/ResourceCount': {
    dimensions: () => ({ Service: 'EC2', Type: 'Resource', Resource: 'vCPU', Class: 'Standard/OnDemand' }),
    sample: ({ since }, from) => (from < since ? 24 : 88),
  },
};

const subjectOf = ({ alarm, monitor, since }: SpendSpec): Subject => ({
  name: service,
  alarm,
  // A bill is never taken back: nothing says that it is over.
  alarmAt: () => 'ALARM',
  alarmEvent: (_state, at) => ({
    version: '0',
    id: '5b0f7a3e-6f0c-4a57-9d1b-1d5f0c9a2e44',
    'detail-type': 'Anomaly Detected',
    source: 'aws.ce',
    account: alarm.account,
    // Where AWS keeps bills, wherever the system is.
    region: 'us-east-1',
    time: at.toISOString(),
    resources: [monitor],
    detail: {
      accountId: alarm.account,
      anomalyId: 'e1c6b0aa-2d0b-4a9e-9a5c-0f4d8f9d7b21',
      anomalyStartDate: since.toISOString(),
      anomalyEndDate: at.toISOString(),
      anomalyScore: { currentScore: 0.71, maxScore: 0.71 },
      dimensionValue: service,
      impact: { maxImpact: 212.4, totalActualSpend: 264.9, totalExpectedSpend: 52.5, totalImpact: 212.4 },
      rootCauses: [
        {
          linkedAccount: alarm.account,
          region: alarm.region,
          service,
          usageType: 'EUC1-BoxUsage:m6i.4xlarge',
          impact: { contribution: 198.1 },
        },
      ],
      monitorArn: monitor,
      monitorName: 'harbor-services',
    },
  }),
});

const startedBy = ({ since }: SpendSpec): Change => ({
  id: 'cost-anomaly-run-instances',
  at: since,
  source: 'ec2.amazonaws.com',
  name: 'RunInstances',
  by: 'analytics-batch',
  resources: [{ type: 'AWS::EC2::Instance', name: 'i-0c9d8e7f6a5b40001' }],
});

/** A bill that grew, and what CloudTrail knows of it. */
export const simulatedSpend = (specs: readonly SpendSpec[], now: () => Date): Workload => ({
  subjects: specs.map(subjectOf),
  metrics: servedMetrics(served, specs, now),
  changesAt: (t) => specs.map(startedBy).filter(({ at }) => at <= t),
  readers: {},
  writers: {},
});
