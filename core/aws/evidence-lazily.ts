import type { CallGraphReader, ChangeReader, DatabaseObserver, StoppedTaskReader } from '../evidence/sources.ts';
import type { Pause } from './changes.ts';
import type { ClientConfig } from './client-config.ts';

/** What is loaded when it is first asked for, and once: few incidents want any of these. */
const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
};

export const lazyStoppedTasks = (config: ClientConfig): StoppedTaskReader => {
  const reader = once(async () => (await import('./stopped-tasks.ts')).openStoppedTasks(config));
  return { stopped: async (cluster, service) => (await reader()).stopped(cluster, service) };
};

export const lazyChanges = (config: ClientConfig, pause: Pause): ChangeReader => {
  const reader = once(async () => (await import('./changes.ts')).openChanges(config, pause));
  return { lookUp: async (names, period) => (await reader()).lookUp(names, period) };
};

export const lazyDatabaseObserver = (config: ClientConfig): DatabaseObserver => {
  const reader = once(async () => (await import('./database-observer.ts')).openDatabaseObserver(config));
  return { about: async (instance, period) => (await reader()).about(instance, period) };
};

export const lazyCallGraph = (config: ClientConfig): CallGraphReader => {
  const reader = once(async () => (await import('./call-graph.ts')).openCallGraph(config));
  return { graph: async (period) => (await reader()).graph(period) };
};
