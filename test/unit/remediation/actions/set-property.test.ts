import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setProperty } from '../../../../core/remediation/actions/set-property.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { settableProperties } from '../../../../core/remediation/cloudcontrol/settable-properties.ts';
import { step } from '../../../support/apply-context.ts';
import { fakeCloudResources } from '../../../support/cloud-resources.ts';

const place = { partition: 'aws', region: 'eu-central-1', account: '123456789012' };
const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders.fifo';
const queue = { type: 'AWS::SQS::Queue', identifier: queueUrl, path: '/VisibilityTimeout' };
const stream = { type: 'AWS::Kinesis::Stream', identifier: 'clicks', path: '/RetentionPeriodHours' };
const table = {
  type: 'AWS::DynamoDB::Table',
  identifier: 'carts',
  path: '/ProvisionedThroughput/ReadCapacityUnits',
};
const double = { times: 2, atMost: 1000 };
const undoStep = { idempotencyKey: `${step.idempotencyKey}/undo` };

describe('set-property', () => {
  it.each([
    ['a type that is not in the table', { ...queue, type: 'AWS::IAM::Role', value: { to: 60 } }],
    ['a property of another type', { ...queue, path: '/RetentionPeriodHours', value: { to: 60 } }],
    ['a property beside the one in the table', { ...queue, path: '/MaximumMessageSize', value: { to: 2048 } }],
    ['the identifier of another type', { ...queue, identifier: 'orders', value: { to: 60 } }],
    ['a name that would leave its ARN', { ...table, identifier: 'carts/index/*', value: { to: 60 } }],
    ['a wildcard', { ...stream, identifier: '*', value: { to: 60 } }],
    ['a value above the bound of the service', { ...queue, value: { to: 43_201 } }],
    ['a bound above that of the service', { ...queue, value: { times: 2, atMost: 43_201 } }],
    ['a value below the bound of the service', { ...stream, value: { to: 23 } }],
    ['a part of a unit', { ...table, value: { to: 10.5 } }],
    ['a lowering', { ...table, value: { times: 0.5, atMost: 100 } }],
    ['two ways at once', { ...table, value: { to: 60, times: 2, atMost: 100 } }],
  ])('takes no %s', (_what, parameters) => expect(setProperty.parameters.safeParse(parameters).success).toBe(false));

  it.each([
    [
      queue,
      'SqsQueue',
      'orders.fifo',
      'arn:aws:sqs:eu-central-1:123456789012:orders.fifo',
      ['GetQueueAttributes', 'ListQueueTags', 'SetQueueAttributes'],
    ],
    [
      stream,
      'KinesisStream',
      'clicks',
      'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks',
      [
        'DescribeStreamSummary',
        'ListTagsForStream',
        'ListTagsForResource',
        'IncreaseStreamRetentionPeriod',
        'DecreaseStreamRetentionPeriod',
      ],
    ],
    [
      table,
      'DynamoTable',
      'carts',
      'arn:aws:dynamodb:eu-central-1:123456789012:table/carts',
      [
        'DescribeTable',
        'DescribeContinuousBackups',
        'DescribeContributorInsights',
        'DescribeKinesisStreamingDestination',
        'ListTagsOfResource',
        'GetResourcePolicy',
        'UpdateTable',
        'DescribeTimeToLive',
      ],
    ],
  ])('knows %j by its kind and name and asks for these calls on its ARN only', (resource, kind, name, arn, calls) => {
    const parameters = { ...resource, value: double };
    expect(setProperty.target(parameters)).toEqual({ kind, name });
    const [, handlers] = setProperty.permissions(parameters, place);
    expect(handlers?.Resource).toEqual([arn]);
    const service = arn.split(':')[2];
    expect(handlers?.Action).toEqual(calls.map((call) => `${service}:${call}`));
  });

  it.each([
    [100, { times: 2, atMost: 1000 }, 200],
    [100, { times: 1.5, atMost: 1000 }, 150],
    [3, { times: 1.5, atMost: 1000 }, 4],
    [100, { times: 10, atMost: 400 }, 400],
    [100, { to: 101 }, 101],
    [1, { to: 2 }, 2],
  ])('raises %d by %j to %d', (before, value, after) => {
    const planned = setProperty.plan({ ...table, value }, { [table.path]: before, changing: false });
    expect(planned).toEqual({ kind: 'planned', touched: [{ path: table.path, before, after }] });
  });

  it.each([
    ['at the allowed most', 1000, false, 'is 1000 units, not below 1000: it is only raised'],
    ['above the allowed most', 2000, false, 'is 2000 units, not below 1000: it is only raised'],
    ['at the most that there is', 40_000, false, 'is 40000 units, not below 1000: it is only raised'],
    ['above all that there is', 40_001, false, 'is 40001, expected 1 to 40000 units'],
    ['that bills on demand and so has 0', 0, false, 'is 0, expected 1 to 40000 units'],
    ['that does not have it', null, false, 'is not set, expected 1 to 40000 units'],
    ['whose value is no number', '100', false, 'is 100, expected 1 to 40000 units'],
    ['that is being changed', 100, true, 'another change of it is under way'],
    ['that the least step would not change', 1, false, 'is 1 units, not below 1: it is only raised'],
  ])('plans nothing for a table %s', (_what, value, changing, reason) =>
    expect(
      setProperty.plan({ ...table, value: { times: 1.5, atMost: 1000 } }, { [table.path]: value, changing }),
    ).toEqual({ kind: 'impossible', reason: changing ? reason : `${table.path} ${reason}` }),
  );

  it('says that there is no such resource, and that a value is no number', async () => {
    const { cloudcontrol } = fakeCloudResources({
      [`${queue.type} ${queueUrl}`]: { VisibilityTimeout: '30' },
    });
    const read = { cloudcontrol };
    expect(await setProperty.describe({ ...table, value: double }, read)).toBeUndefined();
    expect(await setProperty.describe({ ...queue, value: double }, read)).toEqual({
      [queue.path]: null,
      changing: false,
    });
  });

  it('is settling until the request has ended, and only then shows the new value', async () => {
    const parameters = { ...queue, value: double };
    const { cloudcontrol, settle } = fakeCloudResources({ [`${queue.type} ${queueUrl}`]: { VisibilityTimeout: 30 } });
    const touched = [{ path: queue.path, before: 30, after: 60 }];
    await setProperty.apply(parameters, touched, { cloudcontrol }, step);
    const during = (await setProperty.describe(parameters, { cloudcontrol })) ?? {};
    expect([during[queue.path], setProperty.settling(parameters, during)]).toEqual([30, true]);
    settle();
    const after = (await setProperty.describe(parameters, { cloudcontrol })) ?? {};
    expect([after[queue.path], setProperty.settling(parameters, after)]).toEqual([60, false]);
  });

  it('asks whether a request is under way before it reads the value', async () => {
    const parameters = { ...queue, value: double };
    const fake = fakeCloudResources({ [`${queue.type} ${queueUrl}`]: { VisibilityTimeout: 30 } });
    await setProperty.apply(parameters, [{ path: queue.path, before: 30, after: 60 }], fake, step);
    const settledBetween = {
      ...fake.cloudcontrol,
      changing: async (type: string, identifier: string) => {
        const changing = await fake.cloudcontrol.changing(type, identifier);
        fake.settle();
        return changing;
      },
      get: async (type: string, identifier: string) => {
        const read = await fake.cloudcontrol.get(type, identifier);
        fake.settle();
        return read;
      },
    };
    // The old value would be taken for the last word if no request were left.
    expect(await setProperty.describe(parameters, { cloudcontrol: settledBetween })).not.toEqual({
      [queue.path]: 30,
      changing: false,
    });
  });

  it('refuses when the value is another one by now, and any field but its own', async () => {
    const parameters = { ...queue, value: double };
    const fake = fakeCloudResources({ [`${queue.type} ${queueUrl}`]: { VisibilityTimeout: 45, DelaySeconds: 0 } });
    const applied = (path: string) =>
      setProperty.apply(parameters, [{ path, before: 0, after: 60 }], { cloudcontrol: fake.cloudcontrol }, step);
    await expect(applied(queue.path)).rejects.toThrow(PreconditionFailed);
    await expect(applied('/DelaySeconds')).rejects.toThrow(PreconditionFailed);
    fake.settle();
    expect(fake.resources[`${queue.type} ${queueUrl}`]).toEqual({ VisibilityTimeout: 45, DelaySeconds: 0 });
  });

  it('undoes exactly what it did, in every property of the table', async () => {
    const rows = settableProperties.map((row) => ({
      row,
      of: [queue, stream, table].find((p) => p.path === row.path),
    }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...rows),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1.01, max: 10, noNaN: true }),
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()),
        async ({ row, of }, at, times, others) => {
          const value = row.min + Math.floor(at * (row.max - row.min));
          const [top = '', below] = row.path.split('/').slice(1);
          const start = {
            [`${row.type} ${of?.identifier}`]: {
              ...others,
              [top]: below === undefined ? value : { WriteCapacityUnits: 5, [below]: value },
            },
          };
          const fake = fakeCloudResources(structuredClone(start));
          const parameters = { ...of, value: { times, atMost: row.max } };
          const planned = setProperty.plan(parameters, (await setProperty.describe(parameters, fake)) ?? {});
          if (planned.kind === 'impossible') return;
          await setProperty.apply(parameters, planned.touched, fake, step);
          fake.settle();
          expect(fake.resources).not.toEqual(start);
          await setProperty.apply(parameters, reversed(planned.touched), fake, undoStep);
          fake.settle();
          expect(fake.resources).toEqual(start);
        },
      ),
    );
  });
});
