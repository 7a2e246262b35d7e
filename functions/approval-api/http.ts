import * as z from 'zod';

const Headers = z.record(z.string(), z.string().optional()).nullish();

/** What is used of a REST API proxy event (payload v1); everything in it may come from an attacker. */
const ProxyEvent = z.object({
  httpMethod: z.string(),
  path: z.string().max(2048),
  headers: Headers,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.object({
    requestId: z.string().regex(/^[\w.:-]{1,128}$/),
    identity: z.object({ sourceIp: z.string().max(64).nullish(), userArn: z.string().max(2048).nullish() }).nullish(),
  }),
});

export type HttpRequest = {
  method: string;
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  requestId: string;
  sourceIp: string;
  /** The ARN whose signature API Gateway verified; only on routes with `AWS_IAM`. */
  caller?: string;
};

export type HttpResponse = { statusCode: number; headers: Record<string, string>; body: string };

/** The request inside a proxy event. Throws for what API Gateway does not send: then the wiring is wrong. */
export const httpRequest = (event: unknown): HttpRequest => {
  const { httpMethod, path, headers, body, isBase64Encoded, requestContext } = ProxyEvent.parse(event);
  const named = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as const],
  );
  const caller = requestContext.identity?.userArn ?? undefined;
  return {
    method: httpMethod,
    path,
    headers: Object.fromEntries(named),
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
    requestId: requestContext.requestId,
    sourceIp: requestContext.identity?.sourceIp ?? 'unknown',
    ...(caller === undefined ? {} : { caller }),
  };
};
