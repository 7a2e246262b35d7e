import type { Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import { eventTime } from '../events.ts';

/**
 * Nodes that are not listed and of which the last that was reported is that they are not ready. A node that was taken
 * away on purpose is none.
 */
export const nodeEvents: Detector = ({ cluster, since }) => {
  const listed = new Set(cluster.Node.map(({ metadata }) => metadata.name));
  const last = new Map<string, { ready: boolean; time: string; message: string }>();
  for (const event of cluster.Event) {
    const { involvedObject, reason } = event;
    const time = eventTime(event);
    const isOfNode =
      involvedObject.kind === 'Node' && /^(?:NodeNotReady|NodeReady|RemovingNode|DeletingNode)$/.test(reason ?? '');
    if (!isOfNode || time === undefined || new Date(time) < since || listed.has(involvedObject.name)) continue;
    if (time < (last.get(involvedObject.name)?.time ?? '')) continue;
    last.set(involvedObject.name, { ready: reason !== 'NodeNotReady', time, message: event.message ?? '' });
  }
  return [...last]
    .filter(([, { ready }]) => !ready)
    .map(
      ([name, { time, message }]): Finding => ({
        fact: 'node_not_ready',
        summary: `event of node ${name}: ${message}`,
        resource: { kind: 'Node', name },
        time,
        data: { node: name },
      }),
    );
};
