import * as z from 'zod';
import type { Consultant } from '../../core/diagnosis/consultant.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { modelProblems } from '../../core/diagnosis/problem.ts';
import { Asked, mostAsked, watched } from '../../core/evidence/asked.ts';
import { Chart } from '../../core/evidence/chart/chart.ts';
import { collect, type OnGathered } from '../../core/evidence/collect.ts';
import { ErrorBudget } from '../../core/evidence/error-budget.ts';
import type { EvidencePorts } from '../../core/evidence/gather/gather.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { timelineOf } from '../../core/incident/runtime-security/timeline.ts';
import { subjectOf } from '../../core/incident/subject.ts';
import type { Table } from '../../core/incident/table.ts';
import { resourcePrint } from '../../core/knowledge/past-incident.ts';
import { signatureOf } from '../../core/knowledge/signature.ts';
import { nearest, Remembered, withTriesHere } from '../../core/knowledge/similar.ts';
import { similarLines } from '../../core/knowledge/words.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { profileOf } from '../../core/policy/profile.ts';
import type { Runbook } from '../../core/policy/runbook.ts';
import type { Once } from '../../core/runtime/effects.ts';
import { recall } from './recall.ts';

/** Evidence and diagnosis as remembered between attempts; parsed when it comes back, like everything stored. */
const Analysis = z.strictObject({
  pack: EvidencePack,
  chart: Chart.optional(),
  budget: ErrorBudget.optional(),
  diagnosis: Diagnosis,
  /** Absent in what an older build began. */
  remembered: Remembered.default({ similar: [] }),
  /** Why a model that is configured did not speak. */
  problem: z.enum(modelProblems).optional(),
  redacted: z.int().nonnegative(),
  injections: z.array(z.string()),
  /** What the sources of evidence were asked, and how many questions there were. Absent in what an older build began. */
  asked: z.array(Asked).default([]),
  questions: z.int().nonnegative().default(0),
  /** Of the model, where it was called: in milliseconds. */
  modelMs: z.int().nonnegative().optional(),
});
export type Analysis = z.infer<typeof Analysis>;

export type AnalyzeDeps = {
  /** What is read of the account that an incident is of. */
  evidenceFor(incident: Incident): Promise<EvidencePorts>;
  table: Pick<Table, 'newest' | 'list'>;
  policy: Pick<PolicyLayer, 'profiles' | 'prompts' | 'runbooks'>;
  once: Once;
  /** Waits so many milliseconds. */
  sleep: (ms: number) => Promise<unknown>;
  consultant?: Consultant;
  now: () => Date;
  /** For a recording on a machine of one's own; no function of a deployment has it. */
  onGathered?: OnGathered;
  /** 32 random hex digits, new for every prompt. */
  delimiter: () => string;
};

/** What the model is told to do, as the profile of the runbook says; the build refuses a profile whose prompt is not there. */
const promptOf = ({ profiles, prompts }: AnalyzeDeps['policy'], runbook: Runbook | undefined): string => {
  const { prompt = 'diagnosis' } = profileOf(profiles, runbook?.profile) ?? {};
  return prompts[prompt] ?? '';
};

/**
 * An attack is told in batches, a few seconds apart. What its first ones hold is one story, and what a diagnosis of half of it
 * would leave out is the half that matters: a link may be that much later.
 */
const storyMs = 20_000;

/** Waits, once, until a story that agents tell had its time. Nothing is lost by a death meanwhile: the step is started again. */
const wholeStory = async (
  { sleep, now }: Pick<AnalyzeDeps, 'sleep' | 'now'>,
  { alarm, openedAt }: Incident,
): Promise<void> => {
  const left = new Date(openedAt).getTime() + storyMs - now().getTime();
  // A clock that is ahead, or an item that somebody wrote, makes it no longer.
  if (alarm.kind === 'runtime' && left > 0) await sleep(Math.min(left, storyMs));
};

/**
 * Evidence and diagnosis of an incident, made once: an attempt after a crash gets the same, so that the model is paid for
 * once and the citations are of the evidence that is stored. Throws only what `once` throws.
 */
export const analyze = async (deps: AnalyzeDeps, incident: Incident): Promise<Analysis> => {
  const made = await deps.once(incident.id, async () => {
    const runbook = deps.policy.runbooks.find(({ id }) => id === incident.runbook);
    await wholeStory(deps, incident);
    const { ports, asked } = watched(await deps.evidenceFor(incident), deps.now);
    const { pack, chart, budget, redacted, injections } = await collect(
      { ...ports, timeline: timelineOf(deps.table) },
      incident,
      runbook?.evidence,
      deps.now(),
      deps.onGathered,
    );
    const { past, gap } = await recall(deps, incident);
    const present = { signature: signatureOf(pack, incident), resource: resourcePrint(incident) };
    const alike = nearest(present, past);
    const about = { pack, past: similarLines(alike), resource: subjectOf(incident) };
    const system = promptOf(deps.policy, runbook);
    const question = { incidentId: incident.id, system, ...about, delimiter: deps.delimiter };
    const from = deps.now().getTime();
    const diagnosed = await diagnose(question, deps.consultant);
    const modelMs = Math.max(0, deps.now().getTime() - from);
    const similar = withTriesHere(alike, present, past, diagnosed.diagnosis.causes[0]?.category);
    const remembered = { similar, ...(gap === undefined ? {} : { gap }) };
    return {
      pack,
      ...(chart === undefined ? {} : { chart }),
      ...(budget === undefined ? {} : { budget }),
      ...diagnosed,
      remembered,
      redacted,
      injections,
      asked: asked.slice(0, mostAsked),
      questions: asked.length,
      ...(diagnosed.diagnosis.cost === undefined ? {} : { modelMs }),
    };
  });
  return Analysis.parse(made);
};
