import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { FunctionReader, FunctionWriter } from '../remediation/lambda/port.ts';
import { changing } from './changing.ts';
import type { ClientConfig } from './client-config.ts';
import { calling, callingUnless, ServiceRefused } from './errors.ts';

const Configuration = z.object({
  MemorySize: z.int(),
  RevisionId: z.string().min(1),
  LastUpdateStatus: z.enum(['Successful', 'InProgress', 'Failed']),
});
const Concurrency = z.object({ ReservedConcurrentExecutions: z.int().optional() });
const Account = z.object({ AccountLimit: z.object({ UnreservedConcurrentExecutions: z.int() }) });

const understood = <T>(call: string, schema: z.ZodType<T>, answer: unknown): T => {
  const { data } = schema.safeParse(answer);
  if (data === undefined) throw new ServiceRefused(`${call}: the answer has another form than expected`);
  return data;
};

/** The answer of a call on one function; undefined when there is no such function. */
const ofFunction = <T>(call: string, run: () => Promise<T>): Promise<T | undefined> =>
  callingUnless('ResourceNotFoundException', call, run);

/** Reads Lambda functions. Throws `NotPermitted`, `ServiceRefused` (an answer without a needed field, too) or `ServiceUnavailable`. */
export const lambdaReader = (client: Pick<LambdaClient, 'send'>): FunctionReader => ({
  configuration: async (name) => {
    const call = 'lambda GetFunctionConfiguration';
    const command = new GetFunctionConfigurationCommand({ FunctionName: name });
    const answer = await ofFunction(call, () => client.send(command));
    if (answer === undefined) return undefined;
    const { MemorySize, RevisionId, LastUpdateStatus } = understood(call, Configuration, answer);
    return { memoryMiB: MemorySize, revisionId: RevisionId, lastUpdate: LastUpdateStatus };
  },
  concurrency: async (name) => {
    const [ofName, ofAccount] = ['lambda GetFunctionConcurrency', 'lambda GetAccountSettings'] as const;
    const [reserved, account] = await Promise.all([
      ofFunction(ofName, () => client.send(new GetFunctionConcurrencyCommand({ FunctionName: name }))),
      calling(ofAccount, () => client.send(new GetAccountSettingsCommand({}))),
    ]);
    if (reserved === undefined) return undefined;
    return {
      reserved: understood(ofName, Concurrency, reserved).ReservedConcurrentExecutions ?? null,
      unreserved: understood(ofAccount, Account, account).AccountLimit.UnreservedConcurrentExecutions,
    };
  },
});

/** The same with the calls that change something, each made once: the client must not repeat it. */
export const lambdaWriter = (client: Pick<LambdaClient, 'send'>): FunctionWriter => ({
  ...lambdaReader(client),
  setMemory: async (name, memoryMiB, revisionId) => {
    const command = new UpdateFunctionConfigurationCommand({
      FunctionName: name,
      MemorySize: memoryMiB,
      RevisionId: revisionId,
    });
    await changing('lambda UpdateFunctionConfiguration', () => client.send(command));
  },
  setReservedConcurrency: async (name, count) => {
    const command = new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: count });
    await changing('lambda PutFunctionConcurrency', () => client.send(command));
  },
});

/** Clients of their own: whoever loads this file gets no more of the SDK than these calls. */
export const openReader = (config: ClientConfig): FunctionReader => lambdaReader(new LambdaClient(config));
export const openWriter = (config: ClientConfig): FunctionWriter => lambdaWriter(new LambdaClient(config));
