import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { type App, killsOf, podStartedAt, settingsAt } from './app.ts';
import { kubernetesTime, uid } from './names.ts';
import { nodeOf, podName, replicaSetName } from './pods.ts';

/** The API server forgets events after an hour. */
const keptMs = 3_600_000;

/** The core/v1 Events of the app that the API server still holds at `t`: back-offs of killed containers, rollouts. */
export const events = (app: App, t: Date): KubernetesObject[] =>
  [...backOffs(app, t), ...rollouts(app, t)].filter((e) => t.getTime() - Date.parse(e.lastTimestamp) <= keptMs);

const event = (app: App, about: { kind: string; name: string }, what: Omit<ReturnType<typeof warning>, never>) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: {
    name: `${about.name}.${uid(`${about.kind}/${about.name}/${what.reason}`).slice(0, 13)}`,
    namespace: app.spec.namespace,
  },
  involvedObject: { ...about, namespace: app.spec.namespace },
  ...what,
});

const warning = (
  type: 'Warning' | 'Normal',
  reason: string,
  message: string,
  component: string,
  first: Date,
  last: Date,
  count: number,
) => ({
  type,
  reason,
  message,
  source: { component },
  firstTimestamp: kubernetesTime(first),
  lastTimestamp: kubernetesTime(last),
  count,
});

const backOffs = (app: App, t: Date) =>
  Array.from({ length: settingsAt(app, t).minReplicas }, (_, number) => number).flatMap((number) => {
    const kills = killsOf(app, number, t);
    const [first, last] = [kills[0], kills.at(-1)];
    if (first === undefined || last === undefined) return [];
    const name = podName(app, number, t);
    const text = `Back-off restarting failed container ${app.spec.container} in pod ${name}_${app.spec.namespace}`;
    const from = `kubelet, ${nodeOf(number)}`;
    return [event(app, { kind: 'Pod', name }, warning('Warning', 'BackOff', text, from, first, last, kills.length))];
  });

const rollouts = (app: App, t: Date) =>
  app.history
    .filter((settings, index) => settings.at <= t && app.history[index - 1]?.template !== settings.template)
    .map(({ at, template, minReplicas }) => {
      const text = `Scaled up replica set ${replicaSetName(app, template)} to ${minReplicas}`;
      const started = podStartedAt(app, 0, at);
      const what = warning('Normal', 'ScalingReplicaSet', text, 'deployment-controller', started, started, 1);
      return event(app, { kind: 'Deployment', name: app.spec.name }, what);
    });
