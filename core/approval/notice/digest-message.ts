import { severities } from '../../incident/incident.ts';
import { type Gathered, hourEnd, hourStart } from './budget.ts';
import type { Line } from './line.ts';
import type { Message } from './message.ts';
import { utcMinute } from './utc.ts';

/** Services that are named; a mail is read on a phone. */
const named = 8;

const rank = ({ severity }: Pick<Gathered, 'severity'>): number => severities.indexOf(severity);
const worstRank = (some: readonly Gathered[]): number => Math.max(...some.map(rank));
const worst = (some: readonly Gathered[]): Gathered | undefined => some.toSorted((a, b) => rank(b) - rank(a))[0];

const byService = (some: readonly Gathered[]): [string, Gathered[]][] => {
  const services = new Map<string, Gathered[]>();
  for (const one of some) services.set(one.service, [...(services.get(one.service) ?? []), one]);
  return [...services].toSorted(([, a], [, b]) => worstRank(b) - worstRank(a) || b.length - a.length);
};

/**
 * What a recipient was not told singly since the hour began, the worst first: one message in place of many. It carries no
 * link, and asks for nothing: what nobody was sent a link for is decided from the list, or expires. Undefined for nothing.
 */
export const digestMessage = (
  gathered: readonly Gathered[],
  { hour, baseUrl }: { hour: string; baseUrl: string },
): Message | undefined => {
  const incidents = [...new Map(gathered.map((one) => [one.incidentId, one])).values()];
  const first = worst(incidents);
  if (first === undefined) return undefined;
  const services = byService(incidents);
  const others = services.slice(named).reduce((sum, [, { length }]) => sum + length, 0);
  const lines: Line[] = [
    {
      says: 'gathered',
      with: { time: { own: utcMinute(hourStart(hour).toISOString()) }, count: { own: incidents.length } },
    },
    ...services.slice(0, named).map(
      ([service, some]): Line => ({
        says: 'gatheredService',
        with: {
          service: { foreign: service },
          count: { own: some.length },
          severity: { word: worst(some)?.severity ?? 'low' },
        },
      }),
    ),
    ...(others === 0 ? [] : [{ says: 'gatheredMore', with: { count: { own: others } } } as const]),
    { says: 'gatheredUntil', with: { time: { own: utcMinute(hourEnd(hour).toISOString()) } } },
    { says: 'gatheredWhere', with: { url: { own: `${baseUrl.replace(/\/$/, '')}/incidents` } } },
    { says: 'nothingChanges' },
  ];
  const { incidentId: id, service, severity, status } = first;
  return {
    incident: { id, service, severity, status },
    kind: 'digest',
    headline: 'gatheredTitle',
    lines,
    chatSteps: [],
    facts: { gathered: incidents.length },
  };
};
