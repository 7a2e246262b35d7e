import { admissionRules } from './rules/admission-rules.ts';
import { awsRules } from './rules/aws-rules.ts';
import { databaseRules } from './rules/database-rules.ts';
import { infrastructureRules } from './rules/infrastructure-rules.ts';
import { networkRules } from './rules/network-rules.ts';
import { ecsRules } from './rules/ecs-rules.ts';
import { performanceRules } from './rules/performance-rules.ts';
import { rdsRules } from './rules/rds-rules.ts';
import { routingRules } from './rules/routing-rules.ts';
import { runTimeRules } from './rules/run-time-rules.ts';
import { securityRules } from './rules/security-rules.ts';
import { schedulingRules } from './rules/scheduling-rules.ts';
import { startUpRules } from './rules/start-up-rules.ts';
import { topologyRules } from './rules/topology-rules.ts';
import type { CategoryRule } from './rules/category-rule.ts';

/**
 * Every cause that rules can name. A new one is a row of its family, its facts are rows of core/evidence/facts. Of several
 * rows with one category the first that fits speaks.
 */
export const categoryRules: readonly CategoryRule[] = [
  ...infrastructureRules,
  ...databaseRules,
  ...startUpRules,
  ...admissionRules,
  ...schedulingRules,
  ...routingRules,
  ...runTimeRules,
  ...ecsRules,
  ...rdsRules,
  ...topologyRules,
  ...awsRules,
  ...networkRules,
  ...performanceRules,
  ...securityRules,
];
