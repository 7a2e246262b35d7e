/** The account and region of the project's own events. */
export const account = '123456789012';
export const region = 'eu-central-1';

const resourcePart: Record<string, string> = {
  'AWS::DynamoDB::Table': 'table/',
  'AWS::Events::EventBus': 'event-bus/',
  'AWS::Events::Rule': 'rule/',
  'AWS::IAM::ManagedPolicy': 'policy/',
  'AWS::IAM::Role': 'role/',
  'AWS::KMS::Key': 'key/',
  'AWS::Lambda::Function': 'function:',
  'AWS::Logs::LogGroup': 'log-group:',
  'AWS::Serverless::Function': 'function:',
};

const service = (type: string): string => {
  const name = type.split('::')[1]?.toLowerCase() ?? 'local';
  return name === 'serverless' ? 'lambda' : name;
};

/** An ARN that a parser of ARNs accepts and that ends in the logical id. */
const arnOf = (logicalId: string, type: string): string => {
  if (service(type) === 's3') return `arn:aws:s3:::${logicalId}`;
  const place = service(type) === 'iam' ? '' : region;
  return `arn:aws:${service(type)}:${place}:${account}:${resourcePart[type] ?? ''}${logicalId}`;
};

/** What `Ref` gives: a topic's ARN, a queue's URL, else the logical id. */
export const referenceOf = (logicalId: string, type: string): string => {
  if (type === 'AWS::SNS::Topic') return arnOf(logicalId, type);
  if (type === 'AWS::SQS::Queue') return `https://sqs.${region}.amazonaws.com/${account}/${logicalId}`;
  return logicalId;
};

/** What `Fn::GetAtt` gives: ARNs where one is asked for, else `<logical id>.<attribute>`. */
export const attributeOf = (logicalId: string, type: string, attribute: string): string => {
  if (attribute === 'Arn' && type === 'AWS::Logs::LogGroup') return `${arnOf(logicalId, type)}:*`;
  if (attribute === 'Arn' || attribute === 'TopicArn' || attribute === 'KeyArn') return arnOf(logicalId, type);
  if (attribute === 'StreamArn') return `${arnOf(logicalId, type)}/stream/local`;
  if (attribute === 'Name' || attribute === 'QueueName' || attribute === 'RoleName') return logicalId;
  return `${logicalId}.${attribute}`;
};

/** The logical id in a reference, ARN or name made here. */
export const logicalIdOf = (name: string): string => name.split(/[:/]/).at(-1) ?? name;
