import type { Resource } from '../../incident/resource.ts';
import type { FieldValue, TouchedField } from '../action.ts';
import { cloudFormation, terraform } from './builders.ts';
import type { AsCode } from './patch.ts';

/** What names a resource in both languages, beside the changed fields. */
type Names = { hcl: Record<string, string>; cloudFormation: Record<string, string> };

/** A field as Terraform and CloudFormation call it, with its value where that is not the value of the API. */
type Written = {
  hcl: string;
  cloudFormation: string;
  hclValue?(value: FieldValue): FieldValue;
  cloudFormationValue?(value: FieldValue): FieldValue;
};

/** A kind of resource: its type in Terraform and CloudFormation, what names it, and its fields by touched path. */
export type AwsCode = {
  hcl: string;
  cloudFormation: string;
  /** The last part of the name of the resource says which it is. */
  names(name: string, target: Resource): Names;
  fields: Readonly<Record<string, Written>>;
  note?: string;
};

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** The touched fields that have a name in code, in both languages; what has none is left out. */
export const awsAsCode = (code: AwsCode, target: Resource, touched: readonly TouchedField[]): AsCode => {
  const name = lastPart(target.name);
  const known = touched.flatMap(({ path, after }) => {
    const field = Object.hasOwn(code.fields, path) ? code.fields[path] : undefined;
    return field === undefined ? [] : [{ field, after }];
  });
  if (known.length === 0) return { patches: [], note: 'what was changed has no field in Terraform or CloudFormation' };
  const names = code.names(name, target);
  const inHcl = known.map(({ field, after }) => [
    field.hcl,
    field.hclValue === undefined ? after : field.hclValue(after),
  ]);
  const inTemplate = known.map(({ field, after }) => [
    field.cloudFormation,
    field.cloudFormationValue === undefined ? after : field.cloudFormationValue(after),
  ]);
  return {
    patches: [
      terraform(code.hcl, name, { ...names.hcl, ...Object.fromEntries(inHcl) }),
      cloudFormation(code.cloudFormation, name, { ...names.cloudFormation, ...Object.fromEntries(inTemplate) }),
    ],
    ...(code.note === undefined ? {} : { note: code.note }),
  };
};

const asText = (value: FieldValue): FieldValue => (value === null ? null : String(value));

/** A service of ECS; its target is named cluster/service. */
export const ecsService: AwsCode = {
  hcl: 'aws_ecs_service',
  cloudFormation: 'AWS::ECS::Service',
  names: (name, target) => ({
    hcl: { name },
    cloudFormation: { Cluster: target.name.split('/')[0] ?? '', ServiceName: name },
  }),
  fields: {
    desiredCount: { hcl: 'desired_count', cloudFormation: 'DesiredCount' },
    taskDefinition: { hcl: 'task_definition', cloudFormation: 'TaskDefinition' },
  },
};

/** The task definition of a service: both languages want the numbers as text. */
export const taskDefinition: AwsCode = {
  hcl: 'aws_ecs_task_definition',
  cloudFormation: 'AWS::ECS::TaskDefinition',
  names: () => ({ hcl: {}, cloudFormation: {} }),
  fields: {
    memory: { hcl: 'memory', cloudFormation: 'Memory', hclValue: asText, cloudFormationValue: asText },
  },
  note: 'it is the task definition that the service runs; its next revision must hold the same',
};

/** An RDS instance. */
export const databaseInstance: AwsCode = {
  hcl: 'aws_db_instance',
  cloudFormation: 'AWS::RDS::DBInstance',
  names: (name) => ({ hcl: { identifier: name }, cloudFormation: { DBInstanceIdentifier: name } }),
  fields: {
    instanceClass: { hcl: 'instance_class', cloudFormation: 'DBInstanceClass' },
    storageGiB: { hcl: 'allocated_storage', cloudFormation: 'AllocatedStorage', cloudFormationValue: asText },
  },
};

/** A Lambda function. Terraform says -1 where no concurrency is reserved. */
export const lambdaFunction: AwsCode = {
  hcl: 'aws_lambda_function',
  cloudFormation: 'AWS::Lambda::Function',
  names: (name) => ({ hcl: { function_name: name }, cloudFormation: { FunctionName: name } }),
  fields: {
    memoryMiB: { hcl: 'memory_size', cloudFormation: 'MemorySize' },
    reservedConcurrency: {
      hcl: 'reserved_concurrent_executions',
      cloudFormation: 'ReservedConcurrentExecutions',
      hclValue: (value) => value ?? -1,
    },
  },
};
