import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { everyValue, functionNames, ofType, pascal, refersTo, resource, root, transformed } from './template.ts';

const Function = z.object({
  Architectures: z.tuple([z.literal('arm64')]),
  Handler: z.literal('index.handler'),
  Runtime: z.literal('nodejs24.x'),
  Role: z.unknown(),
  Layers: z.tuple([z.unknown()]),
  LoggingConfig: z.object({ LogGroup: z.unknown() }),
});
const parsed = (name: string) => Function.parse(resource(`${pascal(name)}Function`).Properties);

describe('the functions of the template', () => {
  it('are the eleven folders in functions/', () => {
    expect(functionNames.toSorted()).toEqual(readdirSync(`${root}functions`).toSorted());
    expect(functionNames).toHaveLength(11);
  });

  it.each(functionNames)('%s runs on nodejs24.x, arm64, with the policy layer', (name) => {
    const { Layers } = parsed(name);
    expect(resource(refersTo(Layers[0]) ?? '').Type).toBe('AWS::Lambda::LayerVersion');
  });

  it.each(functionNames)('%s has a role, a log group and a failure queue of its own', (name) => {
    const { Role, LoggingConfig } = parsed(name);
    expect(refersTo(Role)).toBe(`${pascal(name)}Role`);
    expect(refersTo(LoggingConfig.LogGroup)).toBe(`${pascal(name)}Logs`);
    const { Properties } = resource(`${pascal(name)}FunctionEventInvokeConfig`);
    expect(Properties['Qualifier']).toBe('live');
    expect(Properties['DestinationConfig']).toEqual({
      OnFailure: { Destination: { 'Fn::GetAtt': [`${pascal(name)}Failures`, 'Arn'] } },
    });
  });

  it.each(functionNames)('%s is held to the signatures that the parameter names, and to none without it', (name) => {
    expect(resource(`${pascal(name)}Function`).Properties['CodeSigningConfigArn']).toEqual({
      'Fn::If': ['HoldsToSignatures', { Ref: 'CodeSigningConfigArn' }, { Ref: 'AWS::NoValue' }],
    });
  });

  it('take a code signing configuration and nothing else for one', () => {
    const { Default, AllowedPattern } = z
      .object({ Default: z.string(), AllowedPattern: z.string() })
      .parse(transformed.Parameters['CodeSigningConfigArn']);
    const pattern = new RegExp(AllowedPattern);
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0123456789abcdef0';
    for (const right of [Default, arn, arn.replace('arn:aws:', 'arn:aws-cn:')]) expect(right).toMatch(pattern);
    for (const wrong of [`${arn}x`, arn.replace('csc-', ''), arn.replace('lambda', 'signer'), ' ', `${arn},${arn}`])
      expect(wrong).not.toMatch(pattern);
  });

  it.each(functionNames)('%s does not exist before its permissions do', (name) => {
    expect(resource(`${pascal(name)}Function`).DependsOn).toBe(`${pascal(name)}Policy`);
    expect(refersTo(resource(`${pascal(name)}Policy`).Properties['RoleName'])).toBe(`${pascal(name)}Role`);
  });

  it('are started through the alias live and by nothing else', () => {
    const ids = new Set(functionNames.map((name) => `${pascal(name)}Function`));
    const targets = [
      'AWS::Events::Rule',
      'AWS::SNS::Subscription',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Permission',
    ]
      .flatMap((type) => ofType(type))
      .flatMap((one) => everyValue(one.Properties).map(refersTo));
    expect(targets.filter((id) => id !== undefined && ids.has(id))).toEqual([]);
  });

  it('are given no names by hand', () => {
    const named = Object.entries(transformed.Resources).filter(([, { Properties }]) =>
      [
        'FunctionName',
        'RoleName',
        'TableName',
        'BucketName',
        'QueueName',
        'TopicName',
        'AlarmName',
        'LogGroupName',
      ].some((name) => typeof Properties[name] === 'string'),
    );
    expect(named).toEqual([]);
  });
});
