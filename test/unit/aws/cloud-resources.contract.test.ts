import {
  CloudControlClient,
  GetResourceCommand,
  InvalidRequestException,
  ListResourceRequestsCommand,
  ResourceNotFoundException,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import { describe, expect, it } from 'vitest';
import { cloudResourceWriter } from '../../../core/aws/cloud-resources.ts';
import type { CloudResourceWriter } from '../../../core/remediation/cloudcontrol/port.ts';
import { fakeCloudResources } from '../../support/cloud-resources.ts';
import { mockedClient } from '../../support/mocked-client.ts';

type Service = { cloudcontrol: CloudResourceWriter; settle: () => void };
const [type, id] = ['AWS::Kinesis::Stream', 'clicks'];
const mock = mockedClient(CloudControlClient);
const start = () => ({ [`${type} ${id}`]: { Name: id, RetentionPeriodHours: 24 } });

/**
 * The adapter on a service that speaks as Cloud Control does: properties are a text, refusals are exceptions. No emulator
 * used here has Cloud Control, so this is as near as the contract comes to the real one.
 */
const adapterOnService = (): Service => {
  const service = fakeCloudResources(start());
  mock.reset();
  const metadata = { message: '', $metadata: {} };
  mock.on(GetResourceCommand).callsFake(async ({ TypeName, Identifier }) => {
    const found = await service.cloudcontrol.get(TypeName, Identifier);
    if (found === undefined) throw new ResourceNotFoundException(metadata);
    return { TypeName, ResourceDescription: { Identifier, Properties: JSON.stringify(found) } };
  });
  mock.on(ListResourceRequestsCommand).callsFake(async () => ({
    ResourceRequestStatusSummaries: (await service.cloudcontrol.changing(type, id))
      ? [{ TypeName: type, Identifier: id, Operation: 'UPDATE', OperationStatus: 'IN_PROGRESS' }]
      : [],
  }));
  mock.on(UpdateResourceCommand).callsFake(async ({ TypeName, Identifier, PatchDocument, ClientToken }) => {
    await service.cloudcontrol.patch(TypeName, Identifier, JSON.parse(PatchDocument), ClientToken).catch(() => {
      throw new InvalidRequestException(metadata);
    });
    return { ProgressEvent: { TypeName, Identifier, Operation: 'UPDATE', OperationStatus: 'PENDING' } };
  });
  return {
    cloudcontrol: cloudResourceWriter(new CloudControlClient({ region: 'eu-central-1' })),
    settle: service.settle,
  };
};

const raise = (from: number, to: number) =>
  [
    { op: 'test', path: '/RetentionPeriodHours', value: from },
    { op: 'replace', path: '/RetentionPeriodHours', value: to },
  ] as const;

describe.each<[string, () => Service]>([
  ['the fake', () => fakeCloudResources(start())],
  ['the adapter', adapterOnService],
])('cloud resources of %s', (_name, make) => {
  it('are read by type and identifier, or are not there', async () => {
    const { cloudcontrol } = make();
    expect(await cloudcontrol.get(type, id)).toEqual({ Name: id, RetentionPeriodHours: 24 });
    expect(await cloudcontrol.get(type, 'other')).toBeUndefined();
    expect(await cloudcontrol.changing(type, id)).toBe(false);
  });

  it('accept a change and make it later', async () => {
    const { cloudcontrol, settle } = make();
    await cloudcontrol.patch(type, id, raise(24, 48), 'a');
    expect(await cloudcontrol.changing(type, id)).toBe(true);
    settle();
    expect(await cloudcontrol.changing(type, id)).toBe(false);
    expect(await cloudcontrol.get(type, id)).toMatchObject({ RetentionPeriodHours: 48 });
  });

  it.each([
    ['a test that does not hold', id, raise(25, 48)],
    ['a resource that is not there', 'other', raise(24, 48)],
    ['a path that is not there', id, [{ op: 'replace', path: '/Missing/Value', value: 1 }] as const],
  ])('refuse %s and change nothing', async (_what, identifier, operations) => {
    const { cloudcontrol, settle } = make();
    await expect(cloudcontrol.patch(type, identifier, operations, 'a')).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    settle();
    expect(await cloudcontrol.get(type, id)).toEqual({ Name: id, RetentionPeriodHours: 24 });
  });

  it('make one change of one token', async () => {
    const { cloudcontrol, settle } = make();
    await cloudcontrol.patch(type, id, raise(24, 48), 'a');
    settle();
    await cloudcontrol.patch(type, id, raise(48, 96), 'a');
    settle();
    expect(await cloudcontrol.get(type, id)).toMatchObject({ RetentionPeriodHours: 48 });
  });

  it('take no second change while one is under way', async () => {
    const { cloudcontrol } = make();
    await cloudcontrol.patch(type, id, raise(24, 48), 'a');
    await expect(cloudcontrol.patch(type, id, raise(24, 72), 'b')).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });
});
