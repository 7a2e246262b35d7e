/**
 * The API behind a service as bills call it: whose changes CloudTrail is asked for. A bill has the long name, CloudTrail the
 * event source, and AWS has no list of both; these are what the workloads here are made of.
 */
const eventSources: Readonly<Record<string, string>> = {
  'Amazon Elastic Compute Cloud - Compute': 'ec2.amazonaws.com',
  'EC2 - Other': 'ec2.amazonaws.com',
  'Amazon Elastic Container Service': 'ecs.amazonaws.com',
  'Amazon Elastic Container Service for Kubernetes': 'eks.amazonaws.com',
  'Amazon Elastic Kubernetes Service': 'eks.amazonaws.com',
  'Amazon Relational Database Service': 'rds.amazonaws.com',
  'AWS Lambda': 'lambda.amazonaws.com',
  'Amazon Simple Storage Service': 's3.amazonaws.com',
  'Amazon DynamoDB': 'dynamodb.amazonaws.com',
  'Amazon Bedrock': 'bedrock.amazonaws.com',
  AmazonCloudWatch: 'monitoring.amazonaws.com',
};

/** The event source of a billed service, or undefined: then nobody knows whose changes to ask for. */
export const eventSourceOf = (service: string): string | undefined =>
  Object.hasOwn(eventSources, service) ? eventSources[service] : undefined;
