import * as z from 'zod';
import { isDestination } from './destinations.ts';
import { type Proof, proves } from './proof.ts';
import { everyValue, ofType, type Resource } from './template.ts';

const Target = z.looseObject({
  DeadLetterConfig: z.looseObject({ Arn: z.unknown() }).optional(),
});
const OnFailure = z.looseObject({ OnFailure: z.looseObject({ Destination: z.unknown() }) });

/** Where each kind of delivery puts what it gives up; a kind that is not here delivers nothing. */
const deadLetters: Readonly<Record<string, (properties: Resource['Properties']) => unknown[]>> = {
  'AWS::Events::Rule': ({ Targets }) =>
    z
      .array(Target)
      .parse(Targets)
      .map((one) => one.DeadLetterConfig?.Arn),
  'AWS::Scheduler::Schedule': (properties) => [Target.parse(properties['Target']).DeadLetterConfig?.Arn],
  'AWS::Events::EventBus': ({ DeadLetterConfig }) => [
    z.looseObject({ Arn: z.unknown() }).safeParse(DeadLetterConfig).data?.Arn,
  ],
  'AWS::Lambda::EventSourceMapping': ({ DestinationConfig }) => [
    OnFailure.safeParse(DestinationConfig).data?.OnFailure.Destination,
  ],
  'AWS::SNS::Subscription': ({ RedrivePolicy }) => [
    z.looseObject({ deadLetterTargetArn: z.unknown() }).safeParse(RedrivePolicy).data?.deadLetterTargetArn,
  ],
  'AWS::Pipes::Pipe': ({ SourceParameters }) => {
    const Stream = z.looseObject({
      DynamoDBStreamParameters: z.looseObject({ DeadLetterConfig: z.looseObject({ Arn: z.unknown() }) }),
    });
    return [Stream.safeParse(SourceParameters).data?.DynamoDBStreamParameters.DeadLetterConfig.Arn];
  },
};

/** Those that try again by a number of their own. What is left out is tried for ever, or for a day. */
const retries = new Set([
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Pipes::Pipe',
]);
const Bounded = z.looseObject({ MaximumRetryAttempts: z.int().min(0).max(20) });

const deliveries: Proof = {
  promise: 'every rule, schedule, stream, subscription, bus and Pipe has a dead letter, and nothing is tried for ever',
  broken: (template) =>
    Object.entries(deadLetters).flatMap(([type, destinationsOf]) =>
      ofType(type, template).flatMap(({ id, Properties }) => [
        ...destinationsOf(Properties).flatMap((arn) =>
          isDestination(arn, template) ? [] : [`${id} has no dead letter`],
        ),
        ...(retries.has(type) && !everyValue(Properties).some((part) => Bounded.safeParse(part).success)
          ? [`${id} is tried for ever, or for more than a few times`]
          : []),
      ]),
    ),
};

proves(
  deliveries,
  {
    fault: 'a rule without a dead letter',
    patch: [
      { op: 'remove', path: '/Resources/AlarmHandlerFunctionAlarmChanged/Properties/Targets/0/DeadLetterConfig' },
    ],
    said: 'AlarmHandlerFunctionAlarmChanged has no dead letter',
  },
  {
    fault: 'a mail subscription without one',
    patch: [{ op: 'remove', path: '/Resources/OpsSubscription/Properties/RedrivePolicy' }],
    said: 'OpsSubscription has no dead letter',
  },
  {
    fault: 'a Pipe without one',
    patch: [
      {
        op: 'remove',
        path: '/Resources/StepPipe/Properties/SourceParameters/DynamoDBStreamParameters/DeadLetterConfig',
      },
    ],
    said: 'StepPipe has no dead letter',
  },
  {
    fault: 'a stream that is read for ever',
    patch: [{ op: 'replace', path: '/Resources/AuditorFunctionRecorded/Properties/MaximumRetryAttempts', value: -1 }],
    said: 'AuditorFunctionRecorded is tried for ever',
  },
  {
    fault: 'a rule that tries as EventBridge does by itself',
    patch: [{ op: 'remove', path: '/Resources/TimekeeperFunctionEveryMinute/Properties/Targets/0/RetryPolicy' }],
    said: 'TimekeeperFunctionEveryMinute is tried for ever, or for more',
  },
);
