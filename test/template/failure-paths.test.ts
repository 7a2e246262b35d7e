import * as z from 'zod';
import { isDestination } from './destinations.ts';
import { newResource } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { everyValue, ofType, refersTo, type Resource, type Template } from './template.ts';

const alarmType = 'AWS::CloudWatch::Alarm';
const queueType = 'AWS::SQS::Queue';

const named = (value: unknown): string[] => everyValue(value).flatMap((one) => refersTo(one) ?? []);
/** The alarms that read a metric of a resource. */
const seenBy = (metric: string, id: string, template: Template): Resource[] => {
  const Flat = z.object({ MetricName: z.literal(metric), Dimensions: z.array(z.object({ Value: z.unknown() })) });
  return ofType(alarmType, template).filter(({ Properties }) =>
    everyValue(Properties).some((part) =>
      Flat.safeParse(part).data?.Dimensions.some(({ Value }) => refersTo(Value) === id),
    ),
  );
};

const functions: Proof = {
  promise:
    'every function has a failure destination, a log group of its own, and alarms that see it fail and be held back',
  broken: (template) => {
    const configs = ofType('AWS::Lambda::EventInvokeConfig', template);
    const functionsOfIt = ofType('AWS::Lambda::Function', template);
    const logs = functionsOfIt.map(({ Properties }) =>
      refersTo(z.looseObject({ LogGroup: z.unknown() }).safeParse(Properties['LoggingConfig']).data?.LogGroup),
    );
    return functionsOfIt.flatMap(({ id }, n) => {
      const destination = configs
        .filter(({ Properties }) => refersTo(Properties['FunctionName']) === id)
        .map(
          ({ Properties }) =>
            z
              .looseObject({ OnFailure: z.looseObject({ Destination: z.unknown() }) })
              .safeParse(Properties['DestinationConfig']).data,
        );
      return [
        ...(destination.some((one) => isDestination(one?.OnFailure.Destination, template))
          ? []
          : [`${id} drops what it could not process`]),
        ...(template.Resources[logs[n] ?? '']?.Type === 'AWS::Logs::LogGroup' &&
        logs.indexOf(logs[n]) === logs.lastIndexOf(logs[n])
          ? []
          : [`${id} has no log group of its own`]),
        ...['Errors', 'Throttles'].flatMap((metric) =>
          seenBy(metric, id, template).length > 0 ? [] : [`no alarm sees ${metric} of ${id}`],
        ),
      ];
    });
  },
};

proves(
  functions,
  {
    fault: 'a function without a failure destination',
    patch: [{ op: 'remove', path: '/Resources/ValidatorFunctionEventInvokeConfig/Properties/DestinationConfig' }],
    said: 'ValidatorFunction drops',
  },
  {
    fault: 'a function that no alarm counts',
    patch: [{ op: 'remove', path: '/Resources/FunctionErrorsAlarm/Properties/Metrics/5' }],
    said: 'no alarm sees Errors of ApprovalApiFunction',
  },
  {
    fault: 'a function whose throttles no alarm counts',
    patch: [{ op: 'remove', path: '/Resources/FunctionThrottlesAlarm' }],
    said: 'no alarm sees Throttles of ExecutorFunction',
  },
  {
    fault: 'two functions that share a log group',
    patch: [
      {
        op: 'replace',
        path: '/Resources/RollbackFunction/Properties/LoggingConfig',
        value: { LogGroup: { Ref: 'ExecutorLogs' } },
      },
    ],
    said: 'RollbackFunction has no log group of its own',
  },
);

const queues: Proof = {
  promise: 'every queue has an alarm for its first message and keeps it for as long as SQS can',
  broken: (template) =>
    ofType(queueType, template).flatMap(({ id, Properties }) => {
      const own = seenBy('ApproximateNumberOfMessagesVisible', id, template).filter(
        (alarm) =>
          alarm.Properties['Threshold'] === 0 && alarm.Properties['ComparisonOperator'] === 'GreaterThanThreshold',
      );
      return [
        ...(own.length > 0 ? [] : [`no alarm sees ${id}`]),
        ...(Properties['MessageRetentionPeriod'] === 1_209_600 ? [] : [`${id} forgets`]),
      ];
    }),
};

proves(
  queues,
  {
    fault: 'a queue that nobody looks at',
    patch: [newResource('Later', queueType, { MessageRetentionPeriod: 1_209_600 })],
    said: 'no alarm sees Later',
  },
  {
    fault: 'a queue that forgets within four days',
    patch: [{ op: 'remove', path: '/Resources/OpsFailures/Properties/MessageRetentionPeriod' }],
    said: 'OpsFailures forgets',
  },
);

const queuePolicies: Proof = {
  promise: 'every failure queue takes what EventBridge and SNS of this account hand over',
  broken: (template) => {
    const open = new Set(
      ofType('AWS::SQS::QueuePolicy', template).flatMap(({ Properties }) => named(Properties['Queues'])),
    );
    return ofType(queueType, template).flatMap(({ id }) => (open.has(id) ? [] : [`${id} takes nothing`]));
  },
};

proves(queuePolicies, {
  fault: 'a queue that the policy forgets',
  patch: [{ op: 'remove', path: '/Resources/FailureQueuesPolicy/Properties/Queues/0' }],
  said: 'AlarmHandlerFailures takes nothing',
});
