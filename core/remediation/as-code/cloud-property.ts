import * as z from 'zod';
import type { Resource } from '../../incident/resource.ts';
import type { FieldValue, TouchedField } from '../action.ts';
import { cloudFormation, terraform } from './builders.ts';
import type { AsCode } from './patch.ts';
import type { Tree } from './yaml.ts';

const Typed = z.object({ type: z.string() });

/** Arguments of Terraform for properties of CloudFormation, where both mean the same value. */
const inTerraform: Readonly<Record<string, { type: string; arguments: Readonly<Record<string, string>> }>> = {
  'AWS::SQS::Queue': {
    type: 'aws_sqs_queue',
    arguments: {
      VisibilityTimeout: 'visibility_timeout_seconds',
      MessageRetentionPeriod: 'message_retention_seconds',
      DelaySeconds: 'delay_seconds',
      ReceiveMessageWaitTimeSeconds: 'receive_wait_time_seconds',
    },
  },
  'AWS::Logs::LogGroup': { type: 'aws_cloudwatch_log_group', arguments: { RetentionInDays: 'retention_in_days' } },
};

const nested = ([name, ...rest]: readonly string[], value: FieldValue): Tree =>
  name === undefined ? value : { [name]: nested(rest, value) };

const namesOf = (path: string): string[] =>
  path
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/**
 * A property of a resource of Cloud Control: in CloudFormation it is the same property, in Terraform where it is known.
 * `type` in the parameters is the CloudFormation type; the touched path is the JSON pointer.
 */
export const cloudProperty = (
  target: Resource,
  touched: readonly TouchedField[],
  parameters: Record<string, unknown>,
): AsCode => {
  const parsed = Typed.safeParse(parameters);
  if (!parsed.success) return { patches: [], note: 'the type of the resource is not known' };
  const { type } = parsed.data;
  const known = Object.hasOwn(inTerraform, type) ? inTerraform[type] : undefined;
  const patches = touched.flatMap(({ path, after }) => {
    const names = namesOf(path);
    const [property = '', ...deeper] = names;
    const argument = deeper.length === 0 ? known?.arguments[property] : undefined;
    return [
      ...(known === undefined || argument === undefined
        ? []
        : [terraform(known.type, target.name, { [argument]: after })]),
      cloudFormation(type, target.name, nested(names, after)),
    ];
  });
  return { patches };
};
