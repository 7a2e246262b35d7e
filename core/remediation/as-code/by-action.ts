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

const service = fields(ecsService);
const database = fields(databaseInstance);
const lambda = fields(lambdaFunction);

/** How the changes of the actions on AWS are kept, by the id of the action. Those with one value write one resource. */
export const awsActionsAsCode: ReadonlyMap<string, Keep> = new Map([
  ['set-desired-count', service],
  ['roll-back-task-definition', service],
  ['set-task-resources', fields(taskDefinition)],
  ['set-instance-class', database],
  ['grow-storage', database],
  ['set-memory', lambda],
  ['set-reserved-concurrency', lambda],
  ['assign-secondary-ip', networkInterface],
  ['unassign-secondary-ip', networkInterface],
  ['ensure-forwarding-enabled', networkInterface],
  ['ensure-forwarding-disabled', networkInterface],
  ['set-property', cloudProperty],
]);
