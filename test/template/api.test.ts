import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { resource, transformed } from './template.ts';

const { Body, EndpointConfiguration } = z
  .object({
    Body: z.object({
      paths: z.record(z.string(), z.record(z.string(), z.unknown())),
      'x-amazon-apigateway-policy': z.object({ Statement: z.array(z.unknown()) }),
    }),
    EndpointConfiguration: z.unknown(),
  })
  .parse(resource('ApprovalApi').Properties);

describe('the approval API', () => {
  it('has these routes and no other', () => {
    expect(Object.entries(Body.paths).map(([path, methods]) => [path, Object.keys(methods)])).toEqual([
      ['/a/{approvalId}', ['get']],
      ['/a/{approvalId}/decision', ['post']],
      ['/a/{approvalId}/view', ['post']],
      ['/signed-in', ['get']],
    ]);
  });

  it('is private unless somebody says otherwise', () => {
    expect(transformed.Parameters['ApprovalApiEndpoint']?.Default).toBe('PRIVATE');
    expect(EndpointConfiguration).toMatchObject({ Types: [{ Ref: 'ApprovalApiEndpoint' }] });
  });

  it('refuses what does not come through our endpoint', () => {
    const [, guard] = Body['x-amazon-apigateway-policy'].Statement;
    expect(guard).toMatchObject({
      'Fn::If': [
        'PrivateApi',
        {
          Effect: 'Deny',
          Principal: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': { Ref: 'ApprovalEndpoint' } } },
        },
        expect.anything(),
      ],
    });
  });

  const stage = z
    .object({
      AccessLogSetting: z.object({ Format: z.string() }),
      MethodSettings: z.tuple([
        z.object({
          DataTraceEnabled: z.literal(false),
          LoggingLevel: z.literal('OFF'),
          ThrottlingRateLimit: z.number(),
          ThrottlingBurstLimit: z.number(),
        }),
      ]),
    })
    .parse(resource('ApprovalApiliveStage').Properties);

  it('logs neither path nor query, header or body', () => {
    const variables = [...stage.AccessLogSetting.Format.matchAll(/\$context\.([A-Za-z.]+)/g)].map(([, name]) => name);
    expect(new Set(variables)).toEqual(
      new Set([
        'httpMethod',
        'identity.sourceIp',
        'requestId',
        'requestTimeEpoch',
        'resourcePath',
        'responseLatency',
        'status',
      ]),
    );
    expect(() => JSON.parse(stage.AccessLogSetting.Format)).not.toThrow();
  });

  it('is throttled', () => {
    expect(stage.MethodSettings[0].ThrottlingRateLimit).toBeLessThanOrEqual(50);
  });

  it('is what the notifier links to, without the function waiting for itself', () => {
    expect(JSON.stringify(resource('NotifierFunction').Properties['Environment'])).toContain(
      'https://${ApprovalApi}-${ApprovalEndpoint}.execute-api',
    );
    expect(JSON.stringify(resource('ApprovalApiFunction').Properties)).not.toContain('{ApprovalApi}');
  });
});
