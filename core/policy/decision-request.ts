import * as z from 'zod';
import { Resource } from '../incident/resource.ts';
import { FieldValue, TouchedField } from '../remediation/action.ts';
import { riskLevels } from '../remediation/proposal.ts';
import { issueLine } from './parse-file.ts';
import { profileId } from './profile.ts';

const Value = z.union(FieldValue.options, 'text, a number, true, false or null');

/**
 * One question to the policy layer as a person writes it into a file: may this person do this to that change? It holds
 * what a plan shows; provider and undo come from the action catalogue, and the risk is computed.
 */
export const DecisionRequest = z.strictObject({
  /** An id of `roster.yaml`, or `sovereign-ops`, who proposes. */
  principal: z.string().min(1).max(64),
  action: z.enum(['read', 'propose', 'approve', 'execute']),
  actions: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        target: Resource,
        touched: z
          .array(TouchedField.extend({ path: z.string().min(1).max(256), before: Value, after: Value }))
          .min(1)
          .max(50),
        /** Where they are given, they are compared with the target. */
        parameters: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1)
    .max(50),
  /** The risk a proposal says it has; without it, the computed one. */
  risk: z.enum(riskLevels).optional(),
  /** The profile of its runbook; without it, the default one. */
  profile: profileId.optional(),
  /** When it would be made, for the windows and freezes; without it, now. */
  at: z.iso.datetime().optional(),
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export type ParsedRequest = { kind: 'request'; request: DecisionRequest } | { kind: 'wrong'; message: string };

/** A request as its schema gives it, or one line: the field, what was expected and what was found. */
export const parseDecisionRequest = (value: unknown): ParsedRequest => {
  const parsed = DecisionRequest.safeParse(value);
  return parsed.success
    ? { kind: 'request', request: parsed.data }
    : { kind: 'wrong', message: issueLine(parsed.error, value) };
};
