import type { LogReader, MetricReader } from '../../core/evidence/ports.ts';
import type { KubernetesWriter } from '../../core/remediation/kubernetes/port.ts';
import { alarmStateAt } from './alarms.ts';
import { appAlarm } from './app-alarm.ts';
import { type App, type AppSpec, deployed, starvedAt } from './app.ts';
import { clusterApi } from './kubernetes.ts';
import { clusterLogs } from './logs.ts';
import { clusterMetrics } from './metrics.ts';
import { stateChange } from './state-change.ts';
import type { Subject, Workload } from './world.ts';

/** The simulated cluster as every port sees it, and what happens to it from outside. */
export type Cluster = Workload & {
  apps: readonly App[];
  kubernetes: KubernetesWriter;
  metrics: MetricReader;
  logs: LogReader;
  /** Somebody else changes the memory limit of an app, past this system. */
  someoneSetsMemory(name: string, limit: string): void;
  /** From now on the app needs no more than it has: the load went away. */
  recover(name: string): void;
};

const subjectOf = (app: App): Subject => ({
  name: app.spec.name,
  alarm: app.spec.alarm,
  alarmAt: (t) => alarmStateAt((at) => starvedAt(app, at), t),
  alarmEvent: (state, at) => stateChange(appAlarm(app), state, at),
});

/** A cluster of apps that were deployed three days ago. Everything it shows is a function of the clock and the patches. */
export const simulatedCluster = (specs: readonly AppSpec[], now: () => Date): Cluster => {
  const apps = specs.map((spec) => deployed(spec, now()));
  const kubernetes = clusterApi(apps, now);
  const named = (name: string): App => {
    const app = apps.find(({ spec }) => spec.name === name);
    if (app === undefined) throw new Error(`the simulated cluster has no app ${name}`);
    return app;
  };
  return {
    apps,
    subjects: apps.filter(({ spec }) => spec.since !== undefined).map(subjectOf),
    kubernetes,
    readers: { kubernetes: { get: kubernetes.get, list: kubernetes.list } },
    writers: { kubernetes },
    metrics: clusterMetrics(apps, now),
    logs: clusterLogs(apps),
    someoneSetsMemory(name, limit) {
      const { namespace } = named(name).spec;
      const path = '/spec/template/spec/containers/0/resources/limits/memory';
      kubernetes.change({ kind: 'Deployment', namespace, name }, [{ op: 'replace', path, value: limit }]);
    },
    recover: (name) => {
      named(name).recoveredAt = now();
    },
  };
};
