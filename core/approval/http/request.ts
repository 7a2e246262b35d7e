import * as z from 'zod';

const Headers = z.record(z.string(), z.string().nullish()).nullish();

/** What is used of a REST API proxy event (payload v1); everything in it may come from an attacker. */
const ProxyEvent = z.object({
  httpMethod: z.string(),
  path: z.string(),
  headers: Headers,
  multiValueHeaders: z.record(z.string(), z.array(z.string()).nullish()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.object({
    /** Of API Gateway alone. */
    extendedRequestId: z.string().nullish(),
    /** A caller chooses it with `X-Amzn-RequestId`. */
    requestId: z.string().nullish(),
    /** The pattern of the route, which no caller can choose. */
    resourcePath: z.string().max(2048).nullish(),
    identity: z.object({ sourceIp: z.string().max(64).nullish(), userArn: z.string().max(2048).nullish() }).nullish(),
  }),
});

export type HttpRequest = {
  method: string;
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** One that no caller can choose, where API Gateway gives it: audit facts are told apart by it. */
  requestId: string;
  sourceIp: string;
  /** It came by one of the routes with `AWS_IAM`, so API Gateway has verified a signature. */
  signed: boolean;
  /** Whose signature that was, as an ARN; only where `signed`. */
  caller?: string;
};

export type HttpResponse = { statusCode: number; headers: Record<string, string>; body: string };

/** As template.yaml has them. By path and, where API Gateway says it, by route: on any other nobody verified anything. */
const isSigned = (path: string, route: string | null | undefined): boolean =>
  /\/iam\/(?:a\/[^/]+\/(?:view|decision)|ops\/[^/]+)\/?$/.test(path) && (route ?? '/iam/').startsWith('/iam/');

const Id = z.string().regex(/^[\w.:=+/-]{1,128}$/);

/** Whatever a caller made of their id, it is no reason to fail. */
const idOf = (...ids: (string | null | undefined)[]): string =>
  ids.find((id) => Id.safeParse(id).success) ?? 'unreadable';

/** A header sent more than once has no value that everybody would agree on, so it gets one that means nothing. */
const repeated = (name: string, all: Record<string, readonly string[] | null | undefined>): boolean =>
  Object.entries(all).flatMap(([other, values]) => (other.toLowerCase() === name ? (values ?? []) : [])).length > 1;

/** The request inside a proxy event. Throws for what API Gateway does not send: then the wiring is wrong. */
export const httpRequest = (event: unknown): HttpRequest => {
  const { httpMethod, path, headers, multiValueHeaders, body, isBase64Encoded, requestContext } =
    ProxyEvent.parse(event);
  const named: [string, string][] = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
  );
  if (repeated('authorization', multiValueHeaders ?? {})) named.push(['authorization', 'repeated']);
  const signed = isSigned(path, requestContext.resourcePath);
  const caller = signed ? (requestContext.identity?.userArn ?? undefined) : undefined;
  return {
    method: httpMethod,
    path,
    headers: Object.fromEntries(named),
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
    requestId: idOf(requestContext.extendedRequestId, requestContext.requestId),
    sourceIp: requestContext.identity?.sourceIp ?? 'unknown',
    signed,
    ...(caller === undefined ? {} : { caller }),
  };
};
