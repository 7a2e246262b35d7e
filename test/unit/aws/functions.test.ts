import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  LambdaServiceException,
  PutFunctionConcurrencyCommand,
  ResourceNotFoundException,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, it } from 'vitest';
import { clientConfig } from '../../../core/aws/client-config.ts';
import { lambdaReader, lambdaWriter, openReader, openWriter } from '../../../core/aws/functions.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const service = mockedClient(LambdaClient);
const client = new LambdaClient({ region: 'eu-central-1' });
const [reader, writer] = [lambdaReader(client), lambdaWriter(client)];
beforeEach(() => service.reset());

const name = 'invoice-render';
const missing = new ResourceNotFoundException({ message: '', $metadata: {} });
const error = (code: string, $fault: 'client' | 'server') =>
  new LambdaServiceException({ name: code, $fault, message: '', $metadata: {} });
const unreserved = (count: number | undefined) =>
  service.on(GetAccountSettingsCommand).resolves({
    AccountLimit: {
      ConcurrentExecutions: 1000,
      ...(count === undefined ? {} : { UnreservedConcurrentExecutions: count }),
    },
  });

const readErrors = [
  ['AccessDeniedException', 'client', 'NotPermitted'],
  ['InvalidParameterValueException', 'client', 'ServiceRefused'],
  ['TooManyRequestsException', 'client', 'ServiceUnavailable'],
  ['ServiceException', 'server', 'ServiceUnavailable'],
] as const;

describe('the configuration of a function', () => {
  it('is that of the unpublished version', async () => {
    service
      .on(GetFunctionConfigurationCommand)
      .resolves({ MemorySize: 512, RevisionId: 'r1', LastUpdateStatus: 'InProgress' });
    expect(await reader.configuration(name)).toEqual({ memoryMiB: 512, revisionId: 'r1', lastUpdate: 'InProgress' });
    expect(sent(service, GetFunctionConfigurationCommand)).toEqual([{ FunctionName: name }]);
    expect(service.calls()).toHaveLength(1);
  });

  it('is none where there is no function', async () => {
    service.on(GetFunctionConfigurationCommand).rejects(missing);
    expect(await reader.configuration(name)).toBeUndefined();
  });

  it.each([
    ['no memory', { RevisionId: 'r1', LastUpdateStatus: 'Successful' }],
    ['no revision', { MemorySize: 512, LastUpdateStatus: 'Successful' }],
    ['a status of tomorrow', { MemorySize: 512, RevisionId: 'r1', LastUpdateStatus: 'Pausing' }],
  ])('is not read from an answer with %s', async (_what, answer) => {
    service.on(GetFunctionConfigurationCommand).callsFake(() => answer);
    await expect(reader.configuration(name)).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  it.each(readErrors)('translates %s', async (code, fault, translated) => {
    service.on(GetFunctionConfigurationCommand).rejects(error(code, fault));
    await expect(reader.configuration(name)).rejects.toMatchObject({ name: translated });
  });
});

describe('the concurrency of a function', () => {
  it.each([
    [10, 10],
    [0, 0],
    [undefined, null],
  ])('reserved as %s is %s, beside what the account has left', async (ReservedConcurrentExecutions, reserved) => {
    service
      .on(GetFunctionConcurrencyCommand)
      .resolves(ReservedConcurrentExecutions === undefined ? {} : { ReservedConcurrentExecutions });
    unreserved(900);
    expect(await reader.concurrency(name)).toEqual({ reserved, unreserved: 900 });
    expect(sent(service, GetFunctionConcurrencyCommand)).toEqual([{ FunctionName: name }]);
    expect(sent(service, GetAccountSettingsCommand)).toEqual([{}]);
  });

  it('is none where there is no function, and is not read without the limit of the account', async () => {
    service.on(GetFunctionConcurrencyCommand).rejects(missing);
    unreserved(900);
    expect(await reader.concurrency(name)).toBeUndefined();
    service.on(GetFunctionConcurrencyCommand).resolves({ ReservedConcurrentExecutions: 10 });
    unreserved(undefined);
    await expect(reader.concurrency(name)).rejects.toMatchObject({ name: 'ServiceRefused' });
  });

  it.each(readErrors)('translates %s', async (code, fault, translated) => {
    service.on(GetFunctionConcurrencyCommand).resolves({});
    service.on(GetAccountSettingsCommand).rejects(error(code, fault));
    await expect(reader.concurrency(name)).rejects.toMatchObject({ name: translated });
  });
});

describe('a change of a function', () => {
  it('of its memory names the revision, and is sent once', async () => {
    service.on(UpdateFunctionConfigurationCommand).resolves({});
    await writer.setMemory(name, 1024, 'r1');
    expect(sent(service, UpdateFunctionConfigurationCommand)).toEqual([
      { FunctionName: name, MemorySize: 1024, RevisionId: 'r1' },
    ]);
  });

  it('of its reserved concurrency is one number, and is sent once', async () => {
    service.on(PutFunctionConcurrencyCommand).resolves({});
    await writer.setReservedConcurrency(name, 20);
    expect(sent(service, PutFunctionConcurrencyCommand)).toEqual([
      { FunctionName: name, ReservedConcurrentExecutions: 20 },
    ]);
  });

  it.each([
    ['AccessDeniedException', 'client', 'NotPermitted'],
    ['PreconditionFailedException', 'client', 'PreconditionFailed'],
    ['ResourceConflictException', 'client', 'PreconditionFailed'],
    ['ResourceNotFoundException', 'client', 'PreconditionFailed'],
    ['InvalidParameterValueException', 'client', 'PreconditionFailed'],
    ['TooManyRequestsException', 'client', 'ProviderUnavailable'],
    ['ServiceException', 'server', 'ProviderUnavailable'],
  ] as const)('translates %s', async (code, fault, translated) => {
    service.on(UpdateFunctionConfigurationCommand).rejects(error(code, fault));
    service.on(PutFunctionConcurrencyCommand).rejects(error(code, fault));
    await expect(writer.setMemory(name, 1024, 'r1')).rejects.toMatchObject({ name: translated });
    await expect(writer.setReservedConcurrency(name, 20)).rejects.toMatchObject({ name: translated });
    expect(service.calls()).toHaveLength(2);
  });

  it('is not at hand where one may only read', () => {
    const config = clientConfig({
      source: { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' },
    });
    const reads = ['configuration', 'concurrency'];
    expect(Object.keys(openReader(config))).toEqual(reads);
    expect(Object.keys(openWriter(config))).toEqual([...reads, 'setMemory', 'setReservedConcurrency']);
  });
});
