import { randomUUID } from 'node:crypto';
import {
  CreateFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { describe } from 'vitest';
import { lambdaWriter } from '../../../core/aws/functions.ts';
import { lambdaFunction } from '../../support/lambda-function.ts';
import { describeOnMoto } from './describe-moto.ts';
import { functionsContract, functionsStrictly } from './functions.contract.ts';
import { account, type Emulator } from './moto.ts';

describe('simulated Lambda', () => {
  const make = async () => ({ ...lambdaFunction(), name: 'invoice-render' });
  functionsContract(make);
  functionsStrictly(make);
});

/** A zip file without a file: its end record alone (APPNOTE.TXT 4.3.16). */
const emptyZip = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]);

/** A role that Lambda may assume, by the query API: no client for IAM is needed for anything else. */
const role = async ({ url }: Emulator): Promise<string> => {
  const RoleName = `role-${randomUUID()}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const body = {
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify(trust),
  };
  const authorization =
    'AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x';
  const answer = await fetch(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams(body) });
  if (!answer.ok) throw new Error(`CreateRole: ${answer.status}`);
  return `arn:aws:iam::${account}:role/${RoleName}`;
};

/**
 * The emulator has no GetAccountSettings, and its GetFunctionConfiguration leaves out the revision that Lambda always gives: both
 * are put in here.
 */
const completed = (client: LambdaClient): LambdaClient => {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === GetAccountSettingsCommand.name) {
          const output = { $metadata: {}, AccountLimit: { UnreservedConcurrentExecutions: 900 } };
          return { response: undefined, output };
        }
        const result = await next(args);
        if (commandName !== GetFunctionConfigurationCommand.name) return result;
        return { ...result, output: { ...result.output, RevisionId: 'r1' } };
      },
    { step: 'initialize' },
  );
  return client;
};

// The emulator checks neither the revision nor what stays unreserved.
describeOnMoto('Lambda', (moto) => {
  functionsContract(async () => {
    const client = new LambdaClient(moto().config);
    const name = `fn-${randomUUID()}`;
    await client.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: await role(moto()),
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: emptyZip },
        MemorySize: 512,
      }),
    );
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 10 }));
    return { lambda: lambdaWriter(completed(client)), name };
  });
});
