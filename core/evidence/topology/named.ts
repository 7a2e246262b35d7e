import type { Change } from '../gathered.ts';
import { type Group, letters } from './views.ts';

/** Words that say what is set, not for whom. */
const settings =
  /percent(?:age)?|error(?:s|rate|mode)?|failures?|faults?|exceptions?|delays?|latency|slow(?:ness)?|sleep|timeouts?|rate|mode|enabled?|disabled?|config(?:uration)?|settings?|param(?:eter)?s?|services?|function|lambda|table|cluster|default|values?|millis(?:econds)?|seconds?|amazonaws/g;

/** Parameters of a request that hold names of things. */
const naming = /name|arn|service|function|table|cluster|path|identifier|resource|queue|group/i;

const fewestLetters = 3;

const textsOf = (value: unknown, key: string, depth: number): string[] => {
  if (typeof value === 'string') return naming.test(key) && value.length <= 256 ? [value] : [];
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  return Object.entries(value).flatMap(([inner, part]: [string, unknown]) =>
    textsOf(part, Array.isArray(value) ? key : inner, depth + 1),
  );
};

/** The names that a change is about: of its resources, and in the parameters of the request. */
export const namesOf = ({ resources, parameters }: Change): string[] => [
  ...new Set([...resources.map(({ name }) => name), ...textsOf(parameters, '', 0)]),
];

/** What stands before the resource in an ARN names no service. */
const arn = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:/;
/** In a path it is the end that names the thing; what stands before is often the application's name. */
const namespace = 0.5;

const words = (name: string): string[] =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase().replace(settings, ''))
    .filter((word) => word.length >= fewestLetters && !/^\d+$/.test(word));

/** The longest text that both hold. */
const common = (a: string, b: string): string => {
  for (let size = Math.min(a.length, b.length); size >= fewestLetters; size -= 1) {
    for (let from = 0; from + size <= a.length; from += 1) {
      const part = a.slice(from, from + size);
      if (b.includes(part)) return part;
    }
  }
  return '';
};

/** From this share of a word on, what a name holds of it is no chance; for less, both must begin with it. */
const most = 0.6;

/** How much of a word each group's name holds, 0 to 1, where it holds as much as any; shared by those that do. */
const hits = (word: string, groups: readonly Group[]): Map<Group, number> => {
  const fits = groups.map((group) => ({ group, name: letters(group.base), part: common(word, letters(group.base)) }));
  const longest = Math.max(0, ...fits.map(({ part }) => part.length));
  const best = fits.filter(({ part }) => part.length === longest);
  const share = longest / word.length;
  const told =
    share >= most ||
    (best.length === 1 && best.every(({ name, part }) => name.startsWith(part) && word.startsWith(part)));
  return new Map(longest === 0 || !told ? [] : best.map(({ group }) => [group, share / best.length]));
};

/** The type of node that is changed through an API, by the first part of its event source. */
const kinds: Readonly<Record<string, RegExp>> = {
  lambda: /AWS::Lambda/,
  ecs: /AWS::ECS/,
  dynamodb: /DynamoDB/,
  rds: /Database::|RDS/,
  apigateway: /ApiGateway/,
  states: /StepFunctions/,
  sqs: /SQS/,
  sns: /SNS|SimpleNotification/,
  eks: /EKS/,
};
/** A thing of the right kind under a name of its own: physical names are generated. */
const ofKindOnly = 0.3;

/**
 * How much a change seems to be about each group, 0 to 1. A word of a changed name counts for the groups whose names
 * hold most of it, the less the more groups those are: what all names hold tells none apart. An API that changes things of
 * one kind counts for things of that kind.
 */
export const aboutWhich = (change: Change, groups: readonly Group[]): Map<Group, number> => {
  const scores = new Map<Group, number>();
  for (const name of namesOf(change)) {
    const parts = name.replace(arn, '').split('/');
    for (const [place, part] of parts.entries()) {
      const weight = place === parts.length - 1 ? 1 : namespace;
      for (const [group, score] of words(part).flatMap((word) => [...hits(word, groups)])) {
        scores.set(group, Math.max(scores.get(group) ?? 0, weight * score));
      }
    }
  }
  const kind = kinds[change.source.split('.')[0] ?? ''];
  if (kind === undefined) return scores;
  const alike = groups.filter(({ type }) => kind.test(type));
  const others = [...scores]
    .filter(([group]) => !alike.includes(group))
    .map(([group, score]) => [group, score / 2] as const);
  const floor = alike.some((group) => scores.has(group)) ? 0 : ofKindOnly / Math.max(1, alike.length);
  return new Map([...others, ...alike.map((group) => [group, Math.max(scores.get(group) ?? 0, floor)] as const)]);
};
