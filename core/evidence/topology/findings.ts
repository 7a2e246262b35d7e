import type { Incident } from '../../incident/incident.ts';
import type { Fact, Finding } from '../facts.ts';
import type { Change, Gathered } from '../gathered.ts';
import { localize } from './localize.ts';
import type { Fault, Suspect } from './model.ts';

const factOf: Readonly<Record<Fault, Fact>> = {
  latency: 'service_slow',
  errors: 'service_failing',
  load: 'service_overloaded',
};

/** More suspects than a diagnosis has causes say nothing. */
const mostSuspects = 5;
/** The likeliest suspect is at least this sure, and as much surer as it explains more of all there is to explain. */
const sureness = { least: 0.55, share: 0.4 } as const;

const changeFinding = (change: Change, service: string): Finding => ({
  fact: 'service_changed',
  summary: `${change.by} called ${change.name} of ${change.source} on ${change.resources.map(({ name }) => name).join(', ') || 'nothing named'}`,
  resource: { kind: 'Service', name: service },
  time: change.at.toISOString(),
  data: { by: change.by, event: change.name },
  pointer: `changes.json ${change.id}`,
});

const suspectFindings = (suspect: Suspect, likeliest: Suspect): Finding[] => {
  const { service, fault, score, onset, because, evidence, explains, change } = suspect;
  const [moved] = evidence;
  const finding: Finding = {
    fact: factOf[fault],
    summary: because,
    resource: { kind: 'Service', name: service },
    ...(onset === undefined ? {} : { time: onset.toISOString() }),
    strength: (sureness.least + sureness.share * likeliest.score) * (score / likeliest.score),
    data: {
      explains: explains.length,
      ...(moved === undefined ? {} : { metric: moved.metric, before: moved.before, now: moved.now }),
    },
    pointer: `metrics.json ${moved?.metric ?? ''} ${service}`,
  };
  return change === undefined ? [finding] : [finding, changeFinding(change, service)];
};

/** The services that explain the trouble around the alarm, and what was changed on them; none without a call graph. */
export const topologyFindings = (
  { topology, metrics, changes }: Pick<Gathered, 'topology' | 'metrics' | 'changes'>,
  { alarm }: Pick<Incident, 'alarm'>,
): Finding[] => {
  if (topology === undefined) return [];
  const [watched] = alarm.metrics;
  const service = watched?.dimensions['Service'];
  const suspects = localize({
    topology,
    measured: metrics,
    changes,
    alarm: {
      at: new Date(alarm.at),
      ...(service === undefined ? {} : { service }),
      ...(watched?.name === undefined ? {} : { metric: watched.name }),
    },
  }).slice(0, mostSuspects);
  const [likeliest] = suspects;
  return likeliest === undefined ? [] : suspects.flatMap((suspect) => suspectFindings(suspect, likeliest));
};
