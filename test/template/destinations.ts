import { refersTo, type Template } from './template.ts';

/** Wherever a failure path leads: the ARN of a queue or of a bucket of this template. */
export const isDestination = (arn: unknown, template: Template): boolean =>
  ['AWS::SQS::Queue', 'AWS::S3::Bucket'].includes(template.Resources[refersTo(arn) ?? '']?.Type ?? '');
