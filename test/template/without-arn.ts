/** Calls that IAM takes no ARN for, by the service authorization reference; ListTasks asks for one that Fargate has not. */
export const withoutArn: ReadonlySet<string> = new Set([
  'cloudformation:GetResource',
  'cloudformation:ListResourceRequests',
  'cloudformation:UpdateResource',
  'cloudtrail:LookupEvents',
  'cloudwatch:GetMetricData',
  'ec2:DescribeNetworkInterfaces',
  'ecs:DescribeTaskDefinition',
  'ecs:ListTaskDefinitions',
  'ecs:ListTasks',
  'lambda:GetAccountSettings',
  'rds:DescribeEvents',
  'sns:GetSubscriptionAttributes',
  'sts:GetCallerIdentity',
  'xray:GetServiceGraph',
]);
