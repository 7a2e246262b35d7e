import { callModel } from './call-model.ts';
import type { Consultant } from './consultant.ts';
import { leavesRegion } from './model-id.ts';
import { paidCall } from './paid-call.ts';
import type { ModelRequest } from './ports.ts';
import { noPrice } from './problem.ts';
import { requestTokens } from './prompt.ts';

export type ModelCheck = { model: string; canBeAsked: boolean; notes: string[] };

/** The smallest question that needs all a diagnosis needs: access, the guardrail, and a tool that must be used. */
const request: Omit<ModelRequest, 'maxTokens'> = {
  system: 'Answer with the tool.',
  prompt: 'Report that you can be asked.',
  tool: {
    name: 'report',
    description: 'Report.',
    schema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  },
};

/**
 * Whether the model can be asked, found out by asking it: by the same role, endpoint and budget as for an incident. `day` is
 * what the cost is counted for, in place of an incident. Never throws for the model.
 */
export const checkModel = async (consultant: Consultant, day: string): Promise<ModelCheck> => {
  const { model, price } = consultant;
  const region = leavesRegion(model.id);
  const result = (note?: string): ModelCheck => ({
    model: model.id,
    canBeAsked: note === undefined,
    notes: [note, region].filter((text) => text !== undefined),
  });
  if (price === undefined) return result(noPrice);
  const paid = await paidCall(consultant, {
    incidentId: `check-${day}`,
    price,
    inputTokens: requestTokens(request),
    ask: async (maxTokens) => {
      const called = await callModel(model, { ...request, maxTokens });
      if (called.kind === 'nothing') return called;
      const { inputTokens, outputTokens } = called.answer;
      return { note: undefined, used: { inputTokens, outputTokens } };
    },
  });
  return result(paid.kind === 'refused' ? paid.note : paid.result.note);
};
