import { account, region } from '../template/local-name.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** For AWS emulators, which take any; real ones of whoever calls are never handed on. */
const dummyCredentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

const endpoints = (caller: Variables): Variables =>
  Object.fromEntries(Object.entries(caller).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL')));

/** Variables of the template that the caller sets as well: the caller's value. */
const overridden = (template: Variables, caller: Variables): Variables =>
  Object.fromEntries(Object.entries(template).map(([name, value]) => [name, caller[name] ?? value]));

export type FunctionPlace = {
  name: string;
  /** Directory of the built function. */
  taskRoot: string;
  /** The built policy layer, as it is mounted at /opt/policy. */
  policyDir: string;
};

/**
 * The environment of a function as Lambda would make it: the template's variables (one that the caller sets too wins),
 * Lambda's own, `AWS_ENDPOINT_URL*` of the caller, dummy credentials. Nothing else of the caller's gets through.
 */
export const functionEnvironment = (
  place: FunctionPlace,
  template: Variables,
  caller: Variables,
): Record<string, string> => {
  const all: Variables = {
    PATH: caller['PATH'],
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    ...overridden(template, caller),
    POLICY_DIR: place.policyDir,
    ...endpoints(caller),
    ...dummyCredentials,
    AWS_REGION: caller['AWS_REGION'] ?? region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: place.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${place.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: place.taskRoot,
    _HANDLER: 'index.handler',
  };
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
};

export const functionArn = (name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;
