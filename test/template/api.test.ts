import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { httpRequest } from '../../core/approval/http/request.ts';
import { decidesOnTheInternet } from './exposure.ts';
import { proves } from './proof.ts';
import { throttled } from './throttle.ts';
import { ofType, resource, transformed } from './template.ts';

const { Body, EndpointConfiguration } = z
  .object({
    Body: z.object({
      paths: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            security: z.array(z.record(z.string(), z.array(z.never()))).optional(),
            'x-amazon-apigateway-integration': z.strictObject({
              httpMethod: z.literal('POST'),
              type: z.literal('aws_proxy'),
              // No `credentials`: the function is never invoked as the caller.
              uri: z.unknown(),
            }),
          }),
        ),
      ),
      components: z.object({ securitySchemes: z.record(z.string(), z.unknown()) }),
      'x-amazon-apigateway-policy': z.object({ Statement: z.array(z.unknown()) }),
    }),
    EndpointConfiguration: z.unknown(),
  })
  .parse(resource('ApprovalApi').Properties);

const policy = '/Resources/ApprovalApi/Properties/Body/x-amazon-apigateway-policy/Statement';

proves(
  decidesOnTheInternet,
  {
    fault: 'the list of incidents on the internet',
    patch: [
      { op: 'add', path: `${policy}/0/Resource/Fn::If/2/-`, value: 'execute-api:/live/GET/incidents' },
      { op: 'remove', path: `${policy}/2/Fn::If/2/Resource/2` },
    ],
    said: 'REGIONAL has get /incidents',
  },
  {
    fault: 'operations for whoever has credentials',
    patch: [{ op: 'remove', path: `${policy}/2/Fn::If/2/Resource/1` }],
    said: 'REGIONAL does not deny post /iam/ops/{operation}',
  },
  {
    fault: 'a page that cannot be decided on',
    patch: [{ op: 'replace', path: `${policy}/0/Resource/Fn::If/2/1`, value: 'execute-api:/live/POST/a/*/view' }],
    said: 'REGIONAL lacks post /a/{approvalId}/decision',
  },
  {
    fault: 'a function that is not told where it stands',
    patch: [{ op: 'remove', path: '/Resources/ApprovalApiFunction/Properties/Environment/Variables/API_ENDPOINT' }],
    said: 'the function does not know',
  },
);

const settings = '/Resources/ApprovalApiliveStage/Properties/MethodSettings';
const [deployment] = ofType('AWS::ApiGateway::Deployment');

proves(
  throttled,
  {
    fault: 'a stage that throttles nothing',
    patch: [{ op: 'remove', path: settings }],
    said: 'throttles some methods only',
  },
  {
    fault: 'a throttle without a rate',
    patch: [{ op: 'remove', path: `${settings}/0/ThrottlingRateLimit` }],
    said: '* /* of live takes more',
  },
  {
    fault: 'the default of the account',
    patch: [{ op: 'replace', path: `${settings}/0/ThrottlingRateLimit`, value: 10_000 }],
    said: 'a flood of slow requests',
  },
  {
    fault: 'a method with a throttle of its own',
    patch: [
      {
        op: 'add',
        path: `${settings}/-`,
        value: { ResourcePath: '/a/{approvalId}/view', HttpMethod: 'POST', ThrottlingRateLimit: 5000 },
      },
    ],
    said: 'POST /a/{approvalId}/view of live takes more',
  },
  {
    fault: 'agents that may take what people need',
    patch: [{ op: 'replace', path: `${settings}/1/ThrottlingRateLimit`, value: 9 }],
    said: 'POST /mcp of live leaves people too little',
  },
  {
    fault: 'a throttle of one method',
    patch: [{ op: 'replace', path: `${settings}/0/HttpMethod`, value: 'POST' }],
    said: 'throttles some methods only',
  },
  {
    fault: 'a second stage',
    patch: [{ op: 'copy', from: '/Resources/ApprovalApiliveStage', path: '/Resources/Second' }],
    said: '2 stages',
  },
  {
    fault: 'a stage that the deployment makes',
    patch: [{ op: 'add', path: `/Resources/${deployment?.id}/Properties/StageName`, value: 'test' }],
    said: 'makes a stage of its own',
  },
  {
    fault: 'a function URL',
    patch: [{ op: 'add', path: '/Resources/Url', value: { Type: 'AWS::Lambda::Url', Properties: {} } }],
    said: 'Url goes past the API',
  },
  {
    fault: 'somebody else who may call the function',
    patch: [
      {
        op: 'add',
        path: '/Resources/Other',
        value: {
          Type: 'AWS::Lambda::Permission',
          Properties: { FunctionName: { Ref: 'ApprovalApiFunction' }, Principal: '*' },
        },
      },
    ],
    said: 'Other goes past the API',
  },
);

describe('the approval API', () => {
  const routes = Object.entries(Body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      route: `${method} ${path}`,
      auth: security?.flatMap((one) => Object.keys(one)) ?? [],
    })),
  );

  it('lets API Gateway verify who calls the routes below /iam, and the function who calls the others', () => {
    expect(routes).toEqual([
      { route: 'get /a/{approvalId}', auth: [] },
      { route: 'post /a/{approvalId}/decision', auth: [] },
      { route: 'post /a/{approvalId}/view', auth: [] },
      { route: 'post /iam/a/{approvalId}/decision', auth: ['AWS_IAM'] },
      { route: 'post /iam/a/{approvalId}/view', auth: ['AWS_IAM'] },
      { route: 'delete /iam/mcp', auth: ['AWS_IAM'] },
      { route: 'get /iam/mcp', auth: ['AWS_IAM'] },
      { route: 'post /iam/mcp', auth: ['AWS_IAM'] },
      { route: 'post /iam/ops/{operation}', auth: ['AWS_IAM'] },
      { route: 'get /incidents', auth: [] },
      { route: 'delete /mcp', auth: [] },
      { route: 'get /mcp', auth: [] },
      { route: 'post /mcp', auth: [] },
      { route: 'post /ops/{operation}', auth: [] },
      { route: 'get /signed-in', auth: [] },
    ]);
    expect(Body.components.securitySchemes).toMatchObject({
      AWS_IAM: { in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    });
  });

  it('takes the same routes for signed that the function does', () => {
    for (const { route, auth } of routes) {
      const path = route.split(' ')[1] ?? '';
      const { signed } = httpRequest({
        httpMethod: 'POST',
        path: `/live${path.replaceAll(/\{\w+\}/g, 'x')}`,
        requestContext: { requestId: 'r', resourcePath: path },
      });
      expect([route, signed]).toEqual([route, auth.includes('AWS_IAM')]);
    }
  });

  it('lets nobody but identities of this account call a signed route', () => {
    expect(Body['x-amazon-apigateway-policy'].Statement).toContainEqual({
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/live/*/iam/*',
      Condition: { StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(routes.filter(({ auth }) => auth.length > 0).every(({ route }) => / \/iam\//.test(route))).toBe(true);
  });

  it('may invoke the function by each of its routes', () => {
    const allowed = ofType('AWS::Lambda::Permission').flatMap(
      ({ Properties }) =>
        JSON.stringify(Properties).match(/"(?:arn[^"]*)?\$\{__ApiId__\}\/\$\{__Stage__\}\/[^"]+/g) ?? [],
    );
    expect(new Set(allowed.map((arn) => arn.split('}/').at(-1))).size).toBe(routes.length);
  });

  it('is private unless somebody says otherwise', () => {
    expect(transformed.Parameters['ApprovalApiEndpoint']?.Default).toBe('PRIVATE');
    expect(EndpointConfiguration).toMatchObject({ Types: [{ Ref: 'ApprovalApiEndpoint' }] });
  });

  it('refuses what does not come through our endpoint', () => {
    const guard = Body['x-amazon-apigateway-policy'].Statement.at(-1);
    expect(guard).toMatchObject({
      'Fn::If': [
        'PrivateApi',
        {
          Effect: 'Deny',
          Principal: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': { Ref: 'ApprovalEndpoint' } } },
        },
        { Effect: 'Deny' },
      ],
    });
  });

  const stage = z
    .object({
      AccessLogSetting: z.object({ Format: z.string() }),
      MethodSettings: z.array(z.object({ DataTraceEnabled: z.literal(false), LoggingLevel: z.literal('OFF') })).min(1),
    })
    .parse(resource('ApprovalApiliveStage').Properties);

  it('logs neither path nor query, header or body', () => {
    const variables = [...stage.AccessLogSetting.Format.matchAll(/\$context\.([A-Za-z.]+)/g)].map(([, name]) => name);
    expect(new Set(variables)).toEqual(
      new Set([
        'httpMethod',
        'identity.sourceIp',
        'extendedRequestId',
        'requestTimeEpoch',
        'resourcePath',
        'responseLatency',
        'status',
      ]),
    );
    expect(() => JSON.parse(stage.AccessLogSetting.Format)).not.toThrow();
  });

  it('is what the notifier links to, without the function waiting for itself', () => {
    expect(JSON.stringify(resource('NotifierFunction').Properties['Environment'])).toContain(
      'https://${ApprovalApi}-${ApprovalEndpoint}.execute-api',
    );
    expect(JSON.stringify(resource('ApprovalApiFunction').Properties)).not.toContain('{ApprovalApi}');
  });
});
