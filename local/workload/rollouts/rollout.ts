import { sha256 } from '../../../core/remediation/digest.ts';
import { suffix } from '../names.ts';
import type { AlarmName } from '../alarms.ts';
import { type Fate, fateOf, isReady, type Program, type Template } from './fate.ts';

/** What the alarm of a rolled out Deployment counts. */
export type Watched = 'image-pulls' | 'pending' | 'unavailable' | 'restarts' | 'errors';

/** A simulated Deployment without an autoscaler: what it runs since three days, and what was rolled out since. */
export type RolloutSpec = {
  cluster: string;
  namespace: string;
  name: string;
  replicas: number;
  before: Template;
  rolledOut?: { at: Date; template: Template };
  program: Program;
  /** `slo`: it is a composite of windows over an error budget. */
  alarm: AlarmName & { watches: Watched; slo?: boolean };
  /** When a container of the first pod ended once, for a reason that is gone. */
  restartedAt?: Date;
  /** The load balancer in front of it, where there is one. */
  targets?: { loadBalancer: string; targetGroup: string } | undefined;
};

/** One pod template that was rolled out, as the controller keeps it: its revision is that of its last rollout. */
export type Kept = { hash: string; template: Template; createdAt: Date; revision: number };
/** What the Deployment was told from a moment on. */
type Told = { at: Date; hash: string; replicas: number };
export type Rollout = { spec: RolloutSpec; sets: Kept[]; history: [Told, ...Told[]] };

/** A pod at a moment. */
export type PodNow = { name: string; number: number; set: Kept; fate: Fate; startedAt: Date; ready: boolean };

const days = 86_400_000;
/** A pod that can become ready is so this long after it was started; then the next one follows. */
const startMs = 20_000;

const hashOf = ({ namespace, name }: RolloutSpec, template: Template): string =>
  suffix(`${namespace}/${name} ${sha256(template)}`, 10);

/** Tells the Deployment to run this template from now on: a new one gets a new revision, a known one its set back. */
export const rollOut = ({ spec, sets, history }: Rollout, template: Template, replicas: number, at: Date): void => {
  const hash = hashOf(spec, template);
  const known = sets.find((one) => one.hash === hash);
  const revision = Math.max(...sets.map((one) => one.revision)) + 1;
  if (known === undefined) sets.push({ hash, template, createdAt: at, revision });
  else if (history.at(-1)?.hash !== hash) known.revision = revision;
  history.push({ at, hash, replicas });
};

/** A Deployment that runs since three days, with its last rollout where there was one. */
export const running = (spec: RolloutSpec, now: Date): Rollout => {
  const { before, rolledOut, replicas } = spec;
  const at = new Date(now.getTime() - 3 * days);
  const hash = hashOf(spec, before);
  const made: Rollout = {
    spec,
    sets: [{ hash, template: before, createdAt: at, revision: 1 }],
    history: [{ at, hash, replicas }],
  };
  if (rolledOut !== undefined) rollOut(made, rolledOut.template, replicas, rolledOut.at);
  return made;
};

export const setOf = ({ sets }: Rollout, hash: string): Kept => {
  const found = sets.find((one) => one.hash === hash);
  if (found === undefined) throw new Error(`no ReplicaSet has the hash ${hash}`);
  return found;
};

/** What the Deployment was told at `t`. */
export const toldAt = ({ history }: Rollout, t: Date): Told => history.findLast(({ at }) => at <= t) ?? history[0];

const knownBefore = new WeakMap<Told, readonly PodNow[]>();
/** The pods that were there when the Deployment was told something: no later change alters them. */
const podsBefore = (rollout: Rollout, told: Told, index: number): readonly PodNow[] => {
  const known = knownBefore.get(told);
  if (known !== undefined) return known;
  const { history } = rollout;
  const pods = podsAt({ ...rollout, history: [history[0], ...history.slice(1, index)] }, told.at);
  knownBefore.set(told, pods);
  return pods;
};

/**
 * The pods at `t`. A rollout starts one pod at a time, beside those that serve, and takes one of them away for each that is
 * ready (a quarter of three replicas, as surge one and as unavailable none). One that is never ready ends it there.
 */
export const podsAt = (rollout: Rollout, t: Date): PodNow[] => {
  const told = toldAt(rollout, t);
  const index = rollout.history.indexOf(told);
  const set = setOf(rollout, told.hash);
  const fate = fateOf(set.template, rollout.spec.program);
  const started = (number: number, startedAt: Date, ready: boolean): PodNow => {
    const name = `${rollout.spec.name}-${set.hash}-${suffix(`${set.hash} ${told.at.getTime()} ${number}`, 5)}`;
    return { name, number, set, fate, startedAt, ready };
  };
  if (index === 0) return Array.from({ length: told.replicas }, (_, n) => started(n, told.at, true));

  const before = podsBefore(rollout, told, index);
  const kept = before.filter((pod) => pod.set.hash === told.hash && pod.ready).slice(0, told.replicas);
  const passed = Math.floor((t.getTime() - told.at.getTime()) / startMs);
  const ready = isReady(fate) ? Math.min(passed, told.replicas - kept.length) : 0;
  const starting = kept.length + ready < told.replicas ? 1 : 0;
  const fresh = Array.from({ length: ready + starting }, (_, n) =>
    started(index * told.replicas + n, new Date(told.at.getTime() + n * startMs), n < ready),
  );
  const others = before.filter((pod) => pod.set.hash !== told.hash && pod.ready);
  return [...others.slice(0, told.replicas - kept.length - ready), ...kept, ...fresh];
};
