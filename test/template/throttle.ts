import * as z from 'zod';
import { type Proof, unless } from './proof.ts';
import { ofType, refersTo, resource, type Template } from './template.ts';

/** People decide a few times a day; what all of them and their pages need in a second is far less. */
const mostPerSecond = 50;
/** Default of an account in which nobody asked for more; the other functions need their part of it. */
const concurrency = 1000;

const Setting = z.object({
  ResourcePath: z.string(),
  HttpMethod: z.string(),
  ThrottlingRateLimit: z.number().positive().optional(),
  ThrottlingBurstLimit: z.number().positive().optional(),
});
const Stage = z.object({ StageName: z.string(), MethodSettings: z.array(Setting).default([]) });

const settingsOf = (template: Template): { stage: string; settings: z.infer<typeof Setting>[] }[] =>
  ofType('AWS::ApiGateway::Stage', template).map(({ Properties }) => {
    const { StageName, MethodSettings } = Stage.parse(Properties);
    return { stage: StageName, settings: MethodSettings };
  });

const problemsOf = ({ stage, settings }: ReturnType<typeof settingsOf>[number]): string[] => [
  ...unless(
    settings.some(({ ResourcePath, HttpMethod }) => ResourcePath === '/*' && HttpMethod === '*'),
    `the stage ${stage} throttles some methods only`,
  ),
  ...settings.flatMap(({ ResourcePath, HttpMethod, ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }) =>
    unless(
      rate !== undefined && burst !== undefined && rate <= mostPerSecond && burst <= 2 * mostPerSecond,
      `${HttpMethod} ${ResourcePath} of ${stage} takes more than people ask for`,
    ),
  ),
];

/** An agent loops where a person would stop: both ways in for agents together leave people a good part. */
const starvedBy = ({ stage, settings }: ReturnType<typeof settingsOf>[number]): string[] => {
  const all = settings.find(({ ResourcePath }) => ResourcePath === '/*')?.ThrottlingRateLimit ?? 0;
  return ['/mcp', '/iam/mcp'].flatMap((path) => {
    const rate = settings.find(({ ResourcePath }) => ResourcePath === path)?.ThrottlingRateLimit ?? Infinity;
    return unless(3 * rate <= all, `POST ${path} of ${stage} leaves people too little`);
  });
};

const Timeout = z.object({ Timeout: z.number() });

export const throttled: Proof = {
  promise: 'every way to the approval API is throttled, for all callers together',
  broken: (template) => {
    const stages = settingsOf(template);
    const { Timeout: seconds } = Timeout.parse(resource('ApprovalApiFunction', template).Properties);
    const most = Math.max(
      ...stages.flatMap(({ settings }) => settings.map((one) => one.ThrottlingRateLimit ?? Infinity)),
    );
    return [
      ...unless(stages.length === 1, `${stages.length} stages`),
      ...stages.flatMap(problemsOf),
      ...stages.flatMap(starvedBy),
      // A deployment with the name of a stage makes one that nobody throttles.
      ...ofType('AWS::ApiGateway::Deployment', template).flatMap(({ id, Properties }) =>
        unless(Properties['StageName'] === undefined, `${id} makes a stage of its own`),
      ),
      ...ofType('AWS::Lambda::Url', template).map(({ id }) => `${id} goes past the API`),
      ...ofType('AWS::Lambda::Permission', template).flatMap(({ id, Properties }) =>
        refersTo(Properties['FunctionName'])?.startsWith('ApprovalApiFunction') === true &&
        Properties['Principal'] !== 'apigateway.amazonaws.com'
          ? [`${id} goes past the API`]
          : [],
      ),
      ...unless(most * seconds <= concurrency / 4, 'a flood of slow requests takes the concurrency of the others'),
    ];
  },
};
