import type { IamStatement, Place } from '../action.ts';
import type { ServiceName } from './service.ts';

/**
 * Actions on exactly this service. Resource types and condition keys are those of the service authorization reference,
 * "Actions, resources, and condition keys for Amazon Elastic Container Service": the ARN holds the cluster already.
 */
export const ofService = (sid: string, { cluster, service }: ServiceName, place: Place): IamStatement => ({
  Sid: sid,
  Effect: 'Allow',
  Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
  Resource: [`arn:${place.partition}:ecs:${place.region}:${place.account}:service/${cluster}/${service}`],
});

/** Reading task definitions, for which that reference has neither a resource type nor a condition key. */
export const readingDefinitions = (sid: string): IamStatement => ({
  Sid: sid,
  Effect: 'Allow',
  Action: ['ecs:DescribeTaskDefinition', 'ecs:ListTaskDefinitions'],
  Resource: ['*'],
});

/** A further revision of one family; https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs.html */
export const registering = (sid: string, family: string, { partition, region, account }: Place): IamStatement => ({
  Sid: sid,
  Effect: 'Allow',
  Action: ['ecs:RegisterTaskDefinition'],
  Resource: [`arn:${partition}:ecs:${region}:${account}:task-definition/${family}:*`],
});

/** Passing exactly these roles to ECS tasks; no statement without a role: an empty list of resources is no policy. */
export const passing = (sid: string, roles: readonly string[], { partition, account }: Place): IamStatement[] =>
  roles.length === 0
    ? []
    : [
        {
          Sid: sid,
          Effect: 'Allow',
          Action: ['iam:PassRole'],
          Resource: roles.map((role) => `arn:${partition}:iam::${account}:role/${role}`),
          Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        },
      ];
