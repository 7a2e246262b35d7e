/** What IAM is asked for when a command is sent, by package and command of the SDK; some need two answers. */
export const actionsOf: Readonly<Record<string, readonly string[]>> = {
  'bedrock-runtime Converse': ['bedrock:InvokeModel', 'bedrock:ApplyGuardrail'],
  'cloudcontrol GetResource': ['cloudformation:GetResource'],
  'cloudcontrol ListResourceRequests': ['cloudformation:ListResourceRequests'],
  'cloudcontrol UpdateResource': ['cloudformation:UpdateResource'],
  'cloudtrail LookupEvents': ['cloudtrail:LookupEvents'],
  'cloudwatch DescribeAlarmHistory': ['cloudwatch:DescribeAlarmHistory'],
  'cloudwatch DescribeAlarms': ['cloudwatch:DescribeAlarms'],
  'cloudwatch GetMetricData': ['cloudwatch:GetMetricData'],
  'cloudwatch-logs FilterLogEvents': ['logs:FilterLogEvents'],
  'dynamodb DeleteItem': ['dynamodb:DeleteItem'],
  'dynamodb DescribeTable': ['dynamodb:DescribeTable'],
  'dynamodb GetItem': ['dynamodb:GetItem'],
  'dynamodb PutItem': ['dynamodb:PutItem'],
  'dynamodb UpdateItem': ['dynamodb:UpdateItem'],
  'ec2 AssignPrivateIpAddresses': ['ec2:AssignPrivateIpAddresses'],
  'ec2 DescribeNetworkInterfaces': ['ec2:DescribeNetworkInterfaces'],
  'ec2 ModifyNetworkInterfaceAttribute': ['ec2:ModifyNetworkInterfaceAttribute'],
  'ec2 UnassignPrivateIpAddresses': ['ec2:UnassignPrivateIpAddresses'],
  'ecs DescribeServices': ['ecs:DescribeServices'],
  'ecs DescribeTaskDefinition': ['ecs:DescribeTaskDefinition'],
  'ecs DescribeTasks': ['ecs:DescribeTasks'],
  'ecs ListTaskDefinitions': ['ecs:ListTaskDefinitions'],
  'ecs ListTasks': ['ecs:ListTasks'],
  'ecs RegisterTaskDefinition': ['ecs:RegisterTaskDefinition', 'iam:PassRole'],
  'ecs UpdateService': ['ecs:UpdateService'],
  'kms GenerateMac': ['kms:GenerateMac'],
  'kms Sign': ['kms:Sign'],
  'kms VerifyMac': ['kms:VerifyMac'],
  'lambda GetAccountSettings': ['lambda:GetAccountSettings'],
  'lambda GetFunctionConcurrency': ['lambda:GetFunctionConcurrency'],
  'lambda GetFunctionConfiguration': ['lambda:GetFunctionConfiguration'],
  'lambda PutFunctionConcurrency': ['lambda:PutFunctionConcurrency'],
  'lambda UpdateFunctionConfiguration': ['lambda:UpdateFunctionConfiguration'],
  'lib-dynamodb BatchGet': ['dynamodb:BatchGetItem'],
  'lib-dynamodb Get': ['dynamodb:GetItem'],
  'lib-dynamodb Query': ['dynamodb:Query'],
  'lib-dynamodb TransactWrite': ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
  'pi DescribeDimensionKeys': ['pi:DescribeDimensionKeys'],
  'rds DescribeDBInstances': ['rds:DescribeDBInstances'],
  'rds DescribeEvents': ['rds:DescribeEvents'],
  'rds ModifyDBInstance': ['rds:ModifyDBInstance'],
  's3 GetObject': ['s3:GetObject'],
  's3 ListObjectsV2': ['s3:ListBucket'],
  's3 PutObject': ['s3:PutObject'],
  'sns GetSubscriptionAttributes': ['sns:GetSubscriptionAttributes'],
  'sns ListSubscriptionsByTopic': ['sns:ListSubscriptionsByTopic'],
  'sns Publish': ['sns:Publish'],
  'ssm GetParameters': ['ssm:GetParameters'],
  'sts AssumeRole': ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
  'sts GetCallerIdentity': ['sts:GetCallerIdentity'],
  'xray GetServiceGraph': ['xray:GetServiceGraph'],
};

/** What executor and rollback send with the credentials of the session, and never with their own role. */
const inSession = /^(cloudcontrol|ec2|ecs|lambda|rds) |^sts GetCallerIdentity$/;

/** What changes something, by the writers of the providers. */
const writers = [
  'cloudcontrol UpdateResource',
  'ec2 AssignPrivateIpAddresses',
  'ec2 ModifyNetworkInterfaceAttribute',
  'ec2 UnassignPrivateIpAddresses',
  'ecs RegisterTaskDefinition',
  'ecs UpdateService',
  'lambda PutFunctionConcurrency',
  'lambda UpdateFunctionConfiguration',
  'rds ModifyDBInstance',
];

/**
 * Commands that are in a bundle and that its function never sends. The table is one port of which no function uses every
 * method (test/integration/scenarios.test.ts plays every story under the roles), and the readers of a provider stand in one
 * file with the writers, which only executor and rollback are given. The role allows none of them.
 */
export const unsent: Readonly<Record<string, readonly string[]>> = {
  'alarm-handler': ['lib-dynamodb BatchGet', 'lib-dynamodb Query'],
  analyzer: [
    'ecs DescribeTaskDefinition',
    'ecs ListTaskDefinitions',
    'ecs RegisterTaskDefinition',
    'ecs UpdateService',
  ],
  proposer: ['lib-dynamodb Query', ...writers],
  'approval-api': ['lib-dynamodb Get'],
  rollback: ['lib-dynamodb BatchGet'],
};

/** Who sends a command of a function's bundle: the function itself or, for executor and rollback, the session. */
export const isInSession = (functionName: string, command: string): boolean =>
  ['executor', 'rollback'].includes(functionName) && inSession.test(command);
