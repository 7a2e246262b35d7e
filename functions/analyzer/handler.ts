import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { checkModel, type ModelCheck } from '../../core/diagnosis/check-model.ts';
import { type Consultant, consultantOf } from '../../core/diagnosis/consultant.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Model } from '../../core/diagnosis/ports.ts';
import { stepDue } from '../../core/incident/deadline.ts';
import { advance, type Step, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Clock, Log, Meter, Once } from '../../core/runtime/effects.ts';
import { type AnalyzeDeps, analyze } from './analyze.ts';
import { evidenceFor, type Sources } from './evidence-for.ts';
import { report } from './report.ts';
import { digestsOf, itemsOf, reasonOf } from './stored.ts';

export type Deps = Sources &
  Pick<AnalyzeDeps, 'onGathered' | 'sleep'> & {
    table: Table;
    policy: PolicyLayer;
    versions: Versions;
    now: Clock;
    log: Log;
    meter: Meter;
    once: Once;
    model?: Model;
    /** Waits between `from` and `to` milliseconds, at random. */
    pause: Consultant['pause'];
    /** Random by default. */
    delimiter?: () => string;
  };
export type Outcome =
  | { kind: 'analyzed'; diagnosis: Diagnosis['kind'] }
  | { kind: 'stale' }
  | ({ kind: 'model-checked' } & ModelCheck)
  | { kind: 'no-model' };

/** What an operator sends after a deployment: docs/rollout.md. */
const CheckEvent = z.strictObject({ check: z.literal('model') });

const randomDelimiter = (): string => randomBytes(16).toString('hex');

/** Started by `detected`: collects evidence, names the cause by the model or by rules, and stores both with the step. */
export const createHandler = (deps: Deps) => {
  const missing = Object.values(deps.policy.profiles).find(({ prompt }) => deps.policy.prompts[prompt] === undefined);
  if (deps.model !== undefined && missing !== undefined) {
    throw new Error(`the policy layer has no prompts/${missing.prompt}.md, which a model needs`);
  }
  const { model, policy, table, now, pause } = deps;
  const consultant =
    model === undefined ? undefined : consultantOf({ model, models: policy.models, table, now, pause });
  return async (event: unknown): Promise<Outcome> => {
    if (CheckEvent.safeParse(event).success) {
      if (consultant === undefined) return { kind: 'no-model' };
      return { kind: 'model-checked', ...(await checkModel(consultant, now().toISOString().slice(0, 10))) };
    }
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;

    const parts: AnalyzeDeps = {
      delimiter: randomDelimiter,
      ...deps,
      evidenceFor: (one) => evidenceFor(deps, one),
      ...(consultant === undefined ? {} : { consultant }),
    };
    const analysis = await analyze(parts, incident);
    const { diagnosis } = analysis;

    const at = deps.now();
    const step: Step = {
      to: 'analyzed',
      by: 'analyzer',
      at,
      reason: reasonOf(diagnosis),
      digests: digestsOf(analysis),
      versions: deps.versions,
      due: stepDue('analyzed', at),
    };
    const { kind } = await advance(deps.table, incident, step, itemsOf(incident, analysis, step));
    if (kind === 'lost') return { kind: 'stale' };
    report(deps, incident.id, analysis);
    return { kind: 'analyzed', diagnosis: diagnosis.kind };
  };
};
