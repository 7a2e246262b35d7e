import type { Resource } from '../../incident/resource.ts';
import type { TouchedField } from '../action.ts';
import { type AwsCode, awsAsCode, databaseInstance, ecsService, lambdaFunction, taskDefinition } from './aws.ts';
import { cloudProperty } from './cloud-property.ts';
import { networkInterface } from './network-interface.ts';
import type { AsCode } from './patch.ts';

type Keep = (target: Resource, touched: readonly TouchedField[], parameters: Record<string, unknown>) => AsCode;

const fields =
  (code: AwsCode): Keep =>
  (target, touched) =>
    awsAsCode(code, target, touched);

/** How the changes of the actions on AWS are kept, by the id of the action. */
export const awsActionsAsCode: ReadonlyMap<string, Keep> = new Map([
  ['set-desired-count', fields(ecsService)],
  ['roll-back-task-definition', fields(ecsService)],
  ['set-task-resources', fields(taskDefinition)],
  ['set-instance-class', fields(databaseInstance)],
  ['grow-storage', fields(databaseInstance)],
  ['set-memory', fields(lambdaFunction)],
  ['set-reserved-concurrency', fields(lambdaFunction)],
  ['assign-secondary-ip', networkInterface],
  ['unassign-secondary-ip', networkInterface],
  ['ensure-forwarding-enabled', networkInterface],
  ['ensure-forwarding-disabled', networkInterface],
  ['set-property', cloudProperty],
]);
