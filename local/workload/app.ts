import { quantity } from '../../core/incident/quantity.ts';
import type { AlarmName } from './alarms.ts';

/** A simulated workload: one Deployment with one container, and the autoscaler that scales it. */
export type AppSpec = {
  cluster: string;
  namespace: string;
  name: string;
  /** The service it is a part of, as its requests are measured. */
  service: string;
  container: string;
  /** The CloudWatch alarm on its kills. */
  alarm: AlarmName;
  memoryLimit: string;
  minReplicas: number;
  maxReplicas: number;
  /** Below one of these the container is killed for memory again and again, and requests are slow. */
  needs: { memory: string; replicas: number };
  /** Since when it needs that much; before, whatever it had was enough. Without it, it never needs more than it has. */
  since?: Date;
};

/** What the cluster gave the app from a moment on. `template` counts the rollouts: a new pod template is a new one. */
export type Settings = { at: Date; memoryBytes: number; minReplicas: number; template: number };

/** The state of the app: what it is, what it was given over time, and when the need went away by itself. */
export type App = {
  spec: AppSpec;
  /** Of the last day at least. */
  history: [Settings, ...Settings[]];
  /** How often the cluster gave it something else. */
  changes: number;
  recoveredAt?: Date;
};

const days = 86_400_000;
/** New pods are up this long after a rollout began. */
const rolloutMs = 20_000;
/** A starved container has filled its memory this long after its pod was started, and is then killed again and again. */
const fillMs = 30_000;
const killEveryMs = 45_000;

/** A handful of texts, asked for at every minute of every metric. */
const known = new Map<string, number>();

export const bytes = (text: string): number => {
  const value = known.get(text) ?? quantity(text);
  if (value === undefined) throw new Error(`${text} is no memory quantity`);
  known.set(text, value);
  return value;
};

/** An app that was deployed three days before `at` and runs since with what its spec gives it. */
export const deployed = (spec: AppSpec, at: Date): App => ({
  spec,
  changes: 0,
  history: [
    {
      at: new Date(at.getTime() - 3 * days),
      memoryBytes: bytes(spec.memoryLimit),
      minReplicas: spec.minReplicas,
      template: 1,
    },
  ],
});

/** What the app was given at `t`. */
export const settingsAt = (app: App, t: Date): Settings => settingsAtMs(app, t.getTime());

/** True while the app gets less than it needs. */
export const starvedAt = (app: App, t: Date): boolean => isStarved(app, t.getTime());

const settingsAtMs = ({ history }: App, ms: number): Settings =>
  history.findLast(({ at }) => at.getTime() <= ms) ?? history[0];

const isStarved = (app: App, ms: number): boolean => {
  const { since, needs } = app.spec;
  if (since === undefined || ms < since.getTime()) return false;
  if (app.recoveredAt !== undefined && ms >= app.recoveredAt.getTime()) return false;
  const ready = settingsAtMs(app, ms - rolloutMs);
  const given = settingsAtMs(app, ms);
  const enough = (s: Settings): boolean => s.memoryBytes >= bytes(needs.memory) && s.minReplicas >= needs.replicas;
  return !(enough(given) && enough(ready));
};

/** When the pod of this number, as it runs at `t`, was started: at its rollout, or when it was first asked for. */
export const podStartedAt = (app: App, number: number, t: Date): Date => {
  const { template } = settingsAt(app, t);
  const from = app.history.find((s) => s.template === template && s.minReplicas > number) ?? settingsAt(app, t);
  return from.at;
};

/** When the container of a pod was killed for memory, up to `t`, since the pod was started; ascending. */
export const killsOf = (app: App, number: number, t: Date): Date[] => {
  const { since } = app.spec;
  if (since === undefined) return [];
  const start = Math.max(since.getTime(), podStartedAt(app, number, t).getTime()) + fillMs + (number % 3) * 11_000;
  const kills: Date[] = [];
  for (let at = start; at <= t.getTime(); at += killEveryMs) {
    if (isStarved(app, at)) kills.push(new Date(at));
  }
  return kills;
};

/** Records what the cluster gives the app from now on; a changed pod template starts a rollout. */
export const given = (app: App, now: Date, next: { memoryBytes: number; minReplicas: number }): void => {
  const last = settingsAt(app, now);
  const template = next.memoryBytes === last.memoryBytes ? last.template : last.template + 1;
  app.history.push({ at: now, ...next, template });
  app.changes += 1;
  // Nothing looks further back, and an app that lives for thousands of incidents would grow with each of them.
  const old = app.history.findLastIndex(({ at }) => at.getTime() <= now.getTime() - days);
  if (old > 0) app.history.splice(0, old);
};
