import type { Finding } from '../facts.ts';
import type { Detector } from './detector.ts';
import type { Event } from './objects.ts';
import { stateFact } from './reported.ts';

/** When an event was last seen; undefined where it does not say. */
export const eventTime = ({ lastTimestamp, eventTime: at }: Event): string | undefined =>
  lastTimestamp ?? at ?? undefined;

/** The events that name a fault, told of the workload of the pod they are about. */
export const events: Detector = ({ cluster, since }) =>
  cluster.Event.flatMap((event): Finding[] => {
    const reason = event.reason ?? '';
    const message = event.message ?? '';
    const fact = stateFact({ where: 'event', reason, message });
    const time = eventTime(event);
    if (fact === undefined || (time !== undefined && new Date(time) < since)) return [];
    const { kind, name, namespace } = event.involvedObject;
    return [
      {
        fact,
        summary: `event ${reason} of ${kind} ${name}: ${message}`,
        resource: cluster.owners.ofNamed({ kind, name }, namespace ?? event.metadata?.namespace ?? undefined),
        ...(time === undefined ? {} : { time }),
        data: { reason, times: event.count ?? 1 },
      },
    ];
  });
