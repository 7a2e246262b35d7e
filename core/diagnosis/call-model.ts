import { screen } from '../evidence/sanitize.ts';
import { ModelUnavailable } from './errors.ts';
import type { Model, ModelAnswer, ModelRequest, TokenUsage } from './ports.ts';
import { type ModelProblem, notInvocable } from './problem.ts';

/** That a call gave nothing, what to tell of it, and when it may be made again. */
export type Nothing = {
  kind: 'nothing';
  problem: ModelProblem;
  note: string;
  again: 'never' | 'at once' | 'soon' | 'later';
};
/** `used` is what the call took; without it nobody knows, and it may have been charged. */
export type Called = { kind: 'answered'; answer: ModelAnswer } | ({ used?: TokenUsage } & Nothing);

/** What a call that threw means: what to tell, whether it may be asked again, and what was charged. */
const unavailable = (error: unknown): { used?: TokenUsage } & Nothing => {
  if (!(error instanceof ModelUnavailable)) {
    const name = error instanceof Error ? error.name : 'unknown error';
    const note = `the model could not be asked (${name})`;
    return { kind: 'nothing', problem: 'unavailable', note, again: 'never' };
  }
  const { why, retryable, used } = error;
  // The name of the error comes from outside, too.
  const code = screen(error.code, 60).text;
  return {
    kind: 'nothing',
    problem: why === 'not-invocable' ? why : 'unavailable',
    note: why === 'not-invocable' ? notInvocable(code) : `the model could not be asked (${code})`,
    // A quota of a minute needs a while; a line that was cut may be whole at once.
    again: !retryable ? 'never' : why === 'throttled' ? 'later' : 'soon',
    ...(used === undefined ? {} : { used }),
  };
};

/** One call. Never throws for the model: that it cannot be asked is an outcome, because an incident goes on without it. */
export const callModel = async (model: Model, request: ModelRequest): Promise<Called> => {
  try {
    return { kind: 'answered', answer: await model.ask(request) };
  } catch (error) {
    return unavailable(error);
  }
};
