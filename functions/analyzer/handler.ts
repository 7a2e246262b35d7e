import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { checkModel, type ModelCheck } from '../../core/diagnosis/check-model.ts';
import { type Consultant, consultantOf } from '../../core/diagnosis/consultant.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Model } from '../../core/diagnosis/ports.ts';
import type { EvidencePorts } from '../../core/evidence/gather/gather.ts';
import { stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { advance, purgeAt, type Step, type Versions } from '../../core/incident/step.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Clock, Log, Meter, Once } from '../../core/runtime/effects.ts';
import { type Analysis, type AnalyzeDeps, analyze } from './analyze.ts';

export type Deps = EvidencePorts &
  Pick<AnalyzeDeps, 'onGathered'> & {
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

/** What an operator sends after a deployment: docs/operations.md. */
const CheckEvent = z.strictObject({ check: z.literal('model') });

const randomDelimiter = (): string => randomBytes(16).toString('hex');

/** What the operator is told of the model: alarms of template.yaml watch the counts. */
const tell = (
  { log, meter }: Pick<Deps, 'log' | 'meter'>,
  incident: string,
  { diagnosis, problem }: Analysis,
): void => {
  if (diagnosis.cost !== undefined) meter.count('ModelSpendUsd', diagnosis.cost.usd);
  if (problem === undefined) return;
  const facts = { incident, problem, note: diagnosis.modelNote };
  if (problem === 'unusable' || problem === 'unavailable') return log.warn('the model did not speak', facts);
  if (problem === 'over-budget') meter.count('ModelOverBudget');
  else meter.count('ModelCannotBeAsked');
  log.error('the model did not speak', facts);
};

/** Started by `detected`: collects evidence, names the cause by the model or by rules, and stores both with the step. */
export const createHandler = (deps: Deps) => {
  if (deps.model !== undefined && deps.policy.prompts['diagnosis'] === undefined) {
    throw new Error('the policy layer has no prompts/diagnosis.md, which a model needs');
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

    const parts = { delimiter: randomDelimiter, ...deps, ...(consultant === undefined ? {} : { consultant }) };
    const analysis = await analyze(parts, incident);
    const { pack, diagnosis, remembered, redacted, injections } = analysis;

    const at = deps.now();
    const step: Step = {
      to: 'analyzed',
      by: 'analyzer',
      at,
      reason: reasonOf(diagnosis),
      digests: { evidence: sha256(pack), diagnosis: sha256(diagnosis), remembered: sha256(remembered) },
      versions: deps.versions,
      due: stepDue('analyzed', at),
    };
    const { kind } = await advance(deps.table, incident, step, itemsOf(incident, analysis, step));
    if (kind === 'lost') return { kind: 'stale' };
    tell(deps, incident.id, analysis);
    deps.meter.count(`Diagnosis_${diagnosis.kind}_${diagnosis.source}`);
    if (injections.length > 0) deps.meter.count('InjectionsFound', injections.length);
    deps.log.info('analyzed', {
      incident: incident.id,
      diagnosis: diagnosis.kind,
      source: diagnosis.source,
      ...(diagnosis.model === undefined ? {} : { model: diagnosis.model }),
      signals: pack.signals.length,
      gaps: pack.gaps.length,
      similar: remembered.similar.length,
      redacted,
      injections: injections.length,
    });
    return { kind: 'analyzed', diagnosis: diagnosis.kind };
  };
};

const reasonOf = ({ kind, source, causes: [cause] }: Diagnosis): string => {
  if (kind === 'healthy') return `no fault found (${source})`;
  return cause === undefined ? `the evidence does not show one cause (${source})` : `${cause.summary} (${source})`;
};

const itemsOf = (incident: Incident, { pack, diagnosis, remembered, injections }: Analysis, step: Step): Write[] => {
  const about = { incidentId: incident.id, purgeAt: purgeAt(step.at) };
  const create = (item: Extract<Write, { kind: 'create' }>['item']): Write => ({ kind: 'create', item });
  const items = [
    create({ ...keys.evidence(incident.id), ...about, body: pack }),
    create({ ...keys.diagnosis(incident.id), ...about, body: diagnosis }),
    create({ ...keys.similar(incident.id), ...about, body: remembered }),
  ];
  if (injections.length === 0) return items;
  const at = step.at.toISOString();
  // The hashes only: what was written to mislead is not spread any further.
  const fact = { fact: 'injection_found', by: 'analyzer', at, digests: step.digests, versions: step.versions };
  const key = keys.audit(at.slice(0, 13), `${at}#${incident.id}`);
  return [...items, create({ ...key, ...about, ...fact, textSha256: injections })];
};
