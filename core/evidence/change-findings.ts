import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';
import type { Change } from './gathered.ts';

/** With each such time before the trouble a change is half as likely to have led to it. */
const halfMs = 30 * 60_000;
/** An onset is the beginning of a minute of a metric, so what caused it may be later in that minute. */
const minuteMs = 60_000;
/** What a change of the very thing counts, and one beside it. */
const [ofIt, besideIt] = [0.7, 0.4];
/** A request that names something names it among its first fields. */
const mostFields = 50;
/** Less is no more than a coincidence; and more than a handful are a busy day. */
const least = 0.1;
const most = 5;

/** `basket` of `quay/basket`, of `service/quay/basket` and of the ARN that ends so. */
const lastPart = (name: string): string => name.split(/[/:]/).at(-1) ?? name;

const texts = (value: unknown, depth = 0): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 2) return [];
  return Object.values(value)
    .slice(0, mostFields)
    .flatMap((part: unknown) => texts(part, depth + 1));
};

/** True for a change whose resources or request name the thing itself. */
const names = ({ resources, parameters }: Change, { name }: Resource): boolean => {
  const wanted = lastPart(name).toLowerCase();
  return [...resources.map((one) => one.name), ...texts(parameters)].some((text) => {
    // Most values are anything but names: the end is looked at before anything costs more.
    const end = text.slice(-wanted.length - 1);
    return end.toLowerCase().endsWith(wanted) && (end.length === wanted.length || /^[/:]/.test(end));
  });
};

const toldOf = (change: Change, subject: Resource, isIt: boolean): Resource => {
  const [first] = change.resources;
  if (isIt) return subject;
  return first === undefined
    ? { kind: 'Api', name: change.source }
    : { kind: first.type ?? 'Resource', name: first.name };
};

/**
 * What people and programs changed before the trouble, those that most likely led to it first: the nearer in time, and of the
 * thing itself before its neighbors. Only who did what to what is told, never with which values.
 */
export const changeFindings = (changes: readonly Change[], subject: Resource, trouble: Date): Finding[] =>
  changes
    .flatMap((change): (Finding & { strength: number })[] => {
      const before = trouble.getTime() - change.at.getTime();
      const isIt = names(change, subject);
      const strength = (isIt ? ofIt : besideIt) * 0.5 ** (Math.max(0, before) / halfMs);
      if (before <= -minuteMs || strength < least) return [];
      const named = change.resources.map(({ name }) => name).join(', ');
      return [
        {
          fact: 'resource_changed',
          summary: `${change.by} called ${change.name}${named === '' ? '' : ` on ${named}`} at ${change.at.toISOString()}`,
          resource: toldOf(change, subject, isIt),
          time: change.at.toISOString(),
          data: { call: change.name, source: change.source, by: change.by, isIt },
          strength: Math.round(strength * 100) / 100,
          pointer: `changes.json ${change.id}`,
        },
      ];
    })
    .toSorted((a, b) => b.strength - a.strength)
    .slice(0, most);
