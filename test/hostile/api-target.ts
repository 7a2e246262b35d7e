import fc from 'fast-check';
import * as z from 'zod';
import { badAnswer, saysTooMuch } from './answer-checks.ts';
import { badTokenNames } from './bad-tokens.ts';
import { logTail } from './log-tail.ts';
import { mutated } from './mutated.ts';
import { namesOf } from './names.ts';
import { recorded } from './recorded.ts';
import { type Around, type Standing, standing } from './standing.ts';
import { type Judged, refused, type Target, valid, violation } from './target.ts';
import { tracesOf } from './traces.ts';

/** What the function reads of a recorded event: changes of the rest would be no changes. */
const Recorded = z.object({
  httpMethod: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    extendedRequestId: z.string().optional(),
    requestId: z.string(),
    resourcePath: z.string(),
    identity: z.object({ sourceIp: z.string(), userArn: z.string().nullish() }),
  }),
});
const wrong = 'f'.repeat(64);
const decision = { decision: 'approve', rollbackConsent: true, reason: 'as seen', confirm: 'payments-api' };

/**
 * Bodies of requests that fail in one point only: a good token with another digest, the good digest without its token. So
 * whatever a change makes of them, none may decide.
 */
const bodies: Record<string, readonly unknown[]> = {
  view: [{ token: '@token@' }, { token: `@token@A` }, { token: '@token@', words: true }],
  approve: [
    { ...decision, token: '@token@', digest: wrong },
    { ...decision, token: 'YWxpY2U.Nimz337SXnj5VjcHMp5JMsyzzPpkVDNb9ifLLkxEZx4', digest: '@digest@' },
  ],
  reject: [{ ...decision, decision: 'reject', token: '@token@', digest: wrong }],
  'signed-approve': [{ ...decision, digest: wrong }],
  'list-incidents': [{}, { status: 'open' }],
};
const operations = [
  'list',
  'show',
  'journal',
  'report',
  'figures',
  'weekly',
  'close',
  'circuit',
  'close-circuit',
  'request-rollback',
  'review',
];
const operationBody = { incidentId: '@incident@', reason: 'because', scope: 'global', days: 7 };

/** Another payload version, which this API does not send: then the wiring is wrong, and the function may say so. */
const payloadTwo = {
  version: '2.0',
  routeKey: 'POST /a/{approvalId}/view',
  rawPath: '/a/@approval@/view',
  headers: { 'content-type': 'application/json' },
  requestContext: { requestId: 'id', http: { method: 'POST', path: '/a/@approval@/view', sourceIp: '10.0.0.1' } },
  body: '{"token":"@token@"}',
  isBase64Encoded: false,
};

const events = [...recorded('approval-api')].flatMap(([name, event]) => {
  const known = Recorded.parse(event);
  const path = known.path.replace(/[0-9a-f]{32}/, '@approval@');
  if (name === 'open-page')
    return [
      { ...known, path },
      { ...known, path: `${path}#@token@` },
      { ...known, path: '/a/@token@/view' },
    ];
  const withBody = (bodies[name] ?? [null]).map((body) => ({ ...known, path, body }));
  if (name === 'view') {
    return [...withBody, ...badTokenNames.map((bad) => ({ ...known, path, ...bearer(bad), body: {} }))];
  }
  if (name === 'approve') {
    const body = { ...decision, digest: '@digest@' };
    return [...withBody, ...badTokenNames.map((bad) => ({ ...known, path, ...bearer(bad), body }))];
  }
  if (name !== 'list-incidents') return withBody;
  return [...withBody, ...operations.map((one) => ({ ...known, path: `/iam/ops/${one}`, body: operationBody }))];
});
function bearer(bad: string) {
  return { headers: { 'content-type': 'application/json', authorization: `Bearer @bearer ${bad}@` } };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const Changed = z.object({
  httpMethod: z.string().catch('POST'),
  path: z.unknown().transform((path) => (path === undefined ? '/' : asText(path))),
  headers: z.record(z.string(), z.unknown().transform(asText)).catch({}),
  body: z.unknown(),
  requestContext: z.looseObject({ identity: z.object({ userArn: z.unknown().transform(asText) }) }).catch({
    identity: { userArn: '' },
  }),
});
/** Whatever became of its parts, it is an event as API Gateway sends it: it cannot be refused for its form alone. */
const wellFormed = (input: string): string => {
  const { success, data } = Changed.safeParse(JSON.parse(input));
  if (!success) return input;
  const identity = { sourceIp: '10.20.4.17', userArn: data.requestContext.identity.userArn.slice(0, 2048) };
  const requestContext = { extendedRequestId: 'K8tDy8j2t+9mMxU=', requestId: 'e99965a9', identity };
  const body = data.body === null || data.body === undefined ? null : asText(data.body);
  return JSON.stringify({ ...data, body, requestContext });
};

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish();
/** What API Gateway sends of payload version 1, in the few words that matter here: for nothing else may it throw. */
const Proxied = z.object({
  httpMethod: z.string(),
  path: z.string(),
  headers: maybe(z.record(z.string(), maybe(z.string()))),
  multiValueHeaders: maybe(z.record(z.string(), maybe(z.array(z.string())))),
  body: maybe(z.string()),
  isBase64Encoded: maybe(z.boolean()),
  requestContext: z.object({
    requestId: maybe(z.string()),
    extendedRequestId: maybe(z.string()),
    resourcePath: maybe(z.string()),
    identity: maybe(z.object({ sourceIp: maybe(z.string().max(64)), userArn: maybe(z.string().max(2048)) })),
  }),
});

const Response = z.object({ statusCode: z.int(), headers: z.record(z.string(), z.string()), body: z.string() });

const send = async ({ handlers }: Standing, event: unknown): Promise<Judged> => {
  try {
    const response = Response.parse(await handlers.get('approval-api')?.(event));
    const why = badAnswer(response.statusCode, JSON.stringify(response));
    if (why !== undefined) return violation(why);
    return (response.statusCode < 300 ? valid : refused)(String(response.statusCode));
  } catch (error) {
    const expected = error instanceof Error && error.name === 'ZodError' && !Proxied.safeParse(event).success;
    return expected ? refused('no proxy event') : violation(`it threw ${String(error)}`);
  }
};

const Body = z.looseObject({ body: z.looseObject({}) });
/** A body is a text; what changed it saw its fields. */
const withText = (event: unknown): unknown => {
  const parsed = Body.safeParse(event);
  return parsed.success ? { ...parsed.data, body: JSON.stringify(parsed.data.body) } : event;
};

/** The approval API as API Gateway calls it. */
export const apiTarget = (around?: Around): Target => ({
  name: 'approval-api',
  inputs: fc.oneof(
    { weight: 5, arbitrary: mutated(events).map(wellFormed) },
    { weight: 1, arbitrary: mutated([...events, payloadTwo]) },
  ),
  open: async () => {
    const stack = await standing(around);
    const [traces, log, { filled, secrets }] = [tracesOf(stack), logTail(stack), await namesOf(stack)];
    return {
      send: async (input) => {
        const judged = await send(stack, withText(JSON.parse(filled(input))));
        const { changed, facts } = await traces();
        if (changed !== undefined) return violation(`${judged.kind}, and yet ${changed}`);
        const why = saysTooMuch(facts, log(), secrets);
        return why === undefined || judged.kind === 'violation' ? judged : violation(why);
      },
      close: async () => undefined,
    };
  },
});
