import type { Alarm } from '../../incident/alarm.ts';
import type { Finding } from '../facts.ts';
import type { Gathered } from '../gathered.ts';
import { connectionFindings } from './connections.ts';
import { rdsEventFindings } from './events.ts';
import { loadFindings } from './load.ts';
import { replicaFindings } from './replicas.ts';

/** What RDS instances show: reports since `since`, replicas behind, connections at their limit, what loads them. */
export const rdsState = (
  { metrics, described }: Pick<Gathered, 'metrics' | 'described'>,
  alarm: Alarm,
  since: Date,
): Finding[] => [
  ...rdsEventFindings(described, since),
  ...replicaFindings(metrics, described),
  ...connectionFindings(metrics, described, alarm),
  ...loadFindings(described),
];
