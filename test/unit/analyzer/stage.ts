import { ModelUnavailable } from '../../../core/diagnosis/errors.ts';
import type { Model, ModelRequest } from '../../../core/diagnosis/ports.ts';
import type { LogReader } from '../../../core/evidence/ports.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { resourceKey } from '../../../core/incident/resource.ts';
import { opening } from '../../../core/incident/step.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { createHandler, type Deps } from '../../../functions/analyzer/handler.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { memoryOnce } from '../../../local/ports/once.ts';
import { collectedLog, collectedMeter } from '../../../local/ports/telemetry.ts';
import { hub, incident, later, start, stepEvent, versions } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { noSpokes } from '../../support/spoke.ts';
import { deployment, killed, pod, replicaSet } from '../evidence/objects.ts';

export const layer = loadPolicyLayer('layers/policy');
export const opened = incident({ due: { at: later(120).toISOString(), does: 'again', attempt: 0 } });
export const objects: Record<string, Record<string, unknown>[]> = {
  Pod: [pod(killed('2026-11-20T02:58:00Z'))],
  ReplicaSet: [replicaSet],
  Deployment: [deployment(2, 1)],
};
export const saying = (message: string): LogReader => ({
  search: async () => ({ lines: [{ at: start, stream: 's', message }], complete: true }),
});

export const world = async (over: Partial<Deps> = {}, stored: Incident = opened) => {
  const now = () => later(30);
  const { table } = memoryTable(now);
  await table.transact(opening(stored, { to: stored.status, by: 'alarm-handler', at: start, versions }));
  const deps = {
    table,
    policy: policyLayer({ runbooks: layer.runbooks, prompts: layer.prompts, models: layer.models }),
    versions,
    now,
    log: collectedLog(),
    meter: collectedMeter(),
    once: memoryOnce(),
    metrics: { read: async () => [] },
    logs: { search: async () => ({ lines: [], complete: true }) },
    kubernetes: { get: async () => undefined, list: async (kind: string) => objects[kind] ?? [] },
    ecs: { service: async () => undefined },
    sleep: async () => {},
    pause: async () => {},
    hub,
    ...noSpokes,
    ...over,
  } satisfies Deps;
  return { table, deps, handle: createHandler(deps) };
};
export const event = stepEvent(opened);

/** A model that names the cause, or throws. */
export const speaking = (error?: Error, id = 'eu.amazon.nova-lite-v1:0') => {
  const asked: ModelRequest[] = [];
  const resource = resourceKey(opened.resource);
  const cause = { category: 'oom_killed', resource, summary: 'memory', confidence: 0.9, citations: ['S1'] };
  const model: Model = {
    id,
    ask: async (request) => {
      asked.push(request);
      if (error !== undefined) throw error;
      return { input: { verdict: 'diagnosed', causes: [cause] }, raw: '{}', inputTokens: 2000, outputTokens: 500 };
    },
  };
  return { model, asked };
};
export const refused = new ModelUnavailable('x', {
  why: 'not-invocable',
  code: 'AccessDeniedException',
  retryable: false,
  used: { inputTokens: 0, outputTokens: 0 },
});
