import { askModel, type ModelSaid } from './ask-model.ts';
import { type ModelQuestion, requestFor } from './question.ts';
import type { Consultant } from './consultant.ts';
import type { Price } from './cost/models.ts';
import { toMicroUsd, toUsd } from './cost/price.ts';
import type { Diagnosis } from './diagnosis.ts';
import { leavesRegion } from './model-id.ts';
import { paidCall, type Paid } from './paid-call.ts';
import { type ModelProblem, noPrice } from './problem.ts';

type Cost = NonNullable<Diagnosis['cost']>;
/** What the model came to. `cost` is absent where no call was made. */
export type Consulted = { note?: string; cost?: Cost } & (
  | { kind: 'diagnosis'; diagnosis: Diagnosis }
  | { kind: 'nothing'; problem: ModelProblem }
);

/** Milliseconds. Quotas of Bedrock are per minute; a function that waits longer has no time left for the second call. */
const pauses = { 'at once': undefined, soon: [500, 1_500], later: [2_000, 8_000] } as const;

const call = (consultant: Consultant, price: Price, question: ModelQuestion): Promise<Paid<ModelSaid>> => {
  const prepared = requestFor(question);
  return paidCall(consultant, {
    incidentId: question.incidentId,
    price,
    inputTokens: prepared.tokens,
    ask: (maxTokens) => askModel(consultant.model, prepared, maxTokens),
  });
};

const costOf = (made: readonly { result: ModelSaid; micro: number }[]): Cost =>
  made.reduce(
    (cost, { result: { used }, micro }) => ({
      inputTokens: cost.inputTokens + (used?.inputTokens ?? 0),
      outputTokens: cost.outputTokens + (used?.outputTokens ?? 0),
      usd: toUsd(toMicroUsd(cost.usd) + micro),
    }),
    { inputTokens: 0, outputTokens: 0, usd: 0 },
  );

/**
 * Asks the model within its budget, once more when it was throttled, cut off or without ground, never a third time. Never
 * throws for the model or its budget.
 */
export const consult = async (consultant: Consultant, question: ModelQuestion): Promise<Consulted> => {
  const { model, price, pause } = consultant;
  if (price === undefined) return { kind: 'nothing', problem: 'no-price', note: noPrice };
  const first = await call(consultant, price, question);
  if (first.kind === 'refused') return { kind: 'nothing', problem: 'over-budget', note: first.note };
  const made = [first];
  if (first.result.kind === 'nothing' && first.result.again !== 'never') {
    const wait = pauses[first.result.again];
    if (wait !== undefined) await pause(wait[0], wait[1]);
    const second = await call(consultant, price, question);
    if (second.kind === 'made') made.push(second);
  }
  const said = (made[1] ?? first).result;
  const notes = [said.kind === 'nothing' ? said.note : undefined, leavesRegion(model.id)];
  const note = notes.filter((text) => text !== undefined).join('; ');
  const beside = { cost: costOf(made), ...(note === '' ? {} : { note: note.slice(0, 300) }) };
  return said.kind === 'diagnosis'
    ? { kind: 'diagnosis', diagnosis: said.diagnosis, ...beside }
    : { kind: 'nothing', problem: said.problem, ...beside };
};
