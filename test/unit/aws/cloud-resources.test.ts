import {
  CloudControlClient,
  CloudControlServiceException,
  GetResourceCommand,
  ListResourceRequestsCommand,
  ResourceNotFoundException,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import { beforeEach, describe, it } from 'vitest';
import { cloudResourceWriter } from '../../../core/aws/cloud-resources.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const cloud = mockedClient(CloudControlClient);
const writer = cloudResourceWriter(new CloudControlClient({ region: 'eu-central-1' }));
beforeEach(() => cloud.reset());

const [type, id] = ['AWS::Kinesis::Stream', 'clicks'];
const failing = (name: string, $fault: 'client' | 'server') =>
  new CloudControlServiceException({ name, $fault, message: 'with a secret', $metadata: {} });

describe('a resource of Cloud Control', () => {
  it('is read by type and identifier', async () => {
    cloud.on(GetResourceCommand).resolves({ ResourceDescription: { Properties: '{"RetentionPeriodHours":24}' } });
    expect(await writer.get(type, id)).toEqual({ RetentionPeriodHours: 24 });
    expect(sent(cloud, GetResourceCommand)).toEqual([{ TypeName: type, Identifier: id }]);
  });

  it('is undefined when there is none', async () => {
    cloud.on(GetResourceCommand).rejects(new ResourceNotFoundException({ message: '', $metadata: {} }));
    expect(await writer.get(type, id)).toBeUndefined();
  });

  it.each([[undefined], [''], ['{'], ['[]'], ['"text"']])('is no resource when its properties are %j', async (text) => {
    cloud.on(GetResourceCommand).callsFake(() => ({ ResourceDescription: { Properties: text } }));
    await expect(writer.get(type, id)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: 'cloudcontrol GetResource: the answer holds no properties',
    });
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['UnsupportedActionException', 'client', 'ServiceRefused'],
    ['ThrottlingException', 'client', 'ServiceUnavailable'],
    ['HandlerFailureException', 'server', 'ServiceUnavailable'],
  ] as const)('translates %s when it is read', async (name, fault, expected) => {
    cloud.on(GetResourceCommand).rejects(failing(name, fault));
    cloud.on(ListResourceRequestsCommand).rejects(failing(name, fault));
    await expect(writer.get(type, id)).rejects.toMatchObject({ name: expected });
    await expect(writer.changing(type, id)).rejects.toMatchObject({ name: expected });
  });
});

describe('a request under way', () => {
  const filter = { OperationStatuses: ['PENDING', 'IN_PROGRESS', 'CANCEL_IN_PROGRESS'] };

  it('is looked for among all that have not ended, page by page', async () => {
    cloud
      .on(ListResourceRequestsCommand)
      .resolvesOnce({ ResourceRequestStatusSummaries: [{ TypeName: type, Identifier: 'other' }], NextToken: 'n' })
      .resolvesOnce({ ResourceRequestStatusSummaries: [{ TypeName: type, Identifier: id }], NextToken: 'm' });
    expect(await writer.changing(type, id)).toBe(true);
    expect(sent(cloud, ListResourceRequestsCommand)).toEqual([
      { ResourceRequestStatusFilter: filter, MaxResults: 100 },
      { ResourceRequestStatusFilter: filter, MaxResults: 100, NextToken: 'n' },
    ]);
  });

  it('is of this type and this identifier', async () => {
    cloud.on(ListResourceRequestsCommand).resolves({
      ResourceRequestStatusSummaries: [{ TypeName: type, Identifier: 'other' }, { TypeName: 'T', Identifier: id }, {}],
    });
    expect(await writer.changing(type, id)).toBe(false);
  });

  it('is not denied when there are more than were read', async () => {
    cloud.on(ListResourceRequestsCommand).resolves({ NextToken: 'more' });
    await expect(writer.changing(type, id)).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    expect(sent(cloud, ListResourceRequestsCommand)).toHaveLength(10);
  });
});

describe('a change by Cloud Control', () => {
  const operations = [
    { op: 'test', path: '/RetentionPeriodHours', value: 24 },
    { op: 'replace', path: '/RetentionPeriodHours', value: 48 },
  ] as const;
  const patched = () => writer.patch(type, id, operations, 'token-0');

  it('is one request with the patch and the token, in the name of nobody but the caller', async () => {
    cloud.on(UpdateResourceCommand).resolves({ ProgressEvent: { OperationStatus: 'PENDING' } });
    await patched();
    expect(sent(cloud, UpdateResourceCommand)).toEqual([
      { TypeName: type, Identifier: id, PatchDocument: JSON.stringify(operations), ClientToken: 'token-0' },
    ]);
    expect(cloud.calls()).toHaveLength(1);
  });

  it.each([
    ['ConcurrentModificationException', 'server', 'PreconditionFailed'],
    ['ConcurrentOperationException', 'client', 'PreconditionFailed'],
    ['InvalidRequestException', 'client', 'PreconditionFailed'],
    ['NotUpdatableException', 'client', 'PreconditionFailed'],
    ['ResourceConflictException', 'client', 'PreconditionFailed'],
    ['ResourceNotFoundException', 'client', 'PreconditionFailed'],
    ['ServiceLimitExceededException', 'client', 'PreconditionFailed'],
    ['TypeNotFoundException', 'client', 'PreconditionFailed'],
    ['UnsupportedActionException', 'client', 'PreconditionFailed'],
    ['ValidationException', 'client', 'PreconditionFailed'],
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['InvalidCredentialsException', 'client', 'NotPermitted'],
    ['ClientTokenConflictException', 'client', 'ProviderUnavailable'],
    ['GeneralServiceException', 'client', 'ProviderUnavailable'],
    ['NotStabilizedException', 'client', 'ProviderUnavailable'],
    ['ThrottlingException', 'client', 'ProviderUnavailable'],
    ['HandlerFailureException', 'server', 'ProviderUnavailable'],
    ['HandlerInternalFailureException', 'server', 'ProviderUnavailable'],
    ['NetworkFailureException', 'server', 'ProviderUnavailable'],
    ['ServiceInternalErrorException', 'server', 'ProviderUnavailable'],
    ['ANewException', 'client', 'ProviderUnavailable'],
  ] as const)('translates %s (%s) into %s', async (name, fault, expected) => {
    const error = failing(name, fault);
    cloud.on(UpdateResourceCommand).rejects(error);
    await expect(patched()).rejects.toMatchObject({
      name: expected,
      message: `cloudcontrol UpdateResource: ${name}`,
      cause: error,
    });
    expect(cloud.calls()).toHaveLength(1);
  });

  it('has an unknown outcome when the line was cut, and says by which code', async () => {
    cloud.on(UpdateResourceCommand).rejects(Object.assign(new Error('socket'), { code: 'ECONNRESET' }));
    await expect(patched()).rejects.toMatchObject({
      name: 'ProviderUnavailable',
      message: 'cloudcontrol UpdateResource: ECONNRESET',
    });
  });

  it.each([
    ['NotUpdatable', 'PreconditionFailed'],
    ['NotFound', 'PreconditionFailed'],
    ['AccessDenied', 'NotPermitted'],
    ['UnauthorizedTaggingOperation', 'NotPermitted'],
    ['NotStabilized', 'ProviderUnavailable'],
    [undefined, 'ProviderUnavailable'],
  ] as const)('that fails at once with %s is %s', async (ErrorCode, expected) => {
    cloud
      .on(UpdateResourceCommand)
      .resolves({ ProgressEvent: { OperationStatus: 'FAILED', ...(ErrorCode === undefined ? {} : { ErrorCode }) } });
    await expect(patched()).rejects.toMatchObject({ name: expected });
  });
});
