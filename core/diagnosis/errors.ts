import type { TokenUsage } from './ports.ts';

/**
 * - `throttled`: too many calls at this time, nothing was done;
 * - `not-invocable`: no call of this configuration can succeed: wrong id, no access, no such guardrail;
 * - `no-answer`: the model spoke, and not with a complete use of the tool;
 * - `failed`: anything else, a timeout or a cut line for instance.
 */
export type WhyUnavailable = 'throttled' | 'not-invocable' | 'no-answer' | 'failed';

type Details = {
  why: WhyUnavailable;
  /** The error's name at the service, or what the model ended with. */
  code: string;
  retryable: boolean;
  /** What was charged, where that is known. */
  used?: TokenUsage;
  cause?: unknown;
};

/** The model gave no usable answer. The message never holds the prompt or the answer. */
export class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable';
  readonly why: WhyUnavailable;
  readonly code: string;
  /** True when the same question may get an answer a moment later. */
  readonly retryable: boolean;
  readonly used: TokenUsage | undefined;
  constructor(message: string, { why, code, retryable, used, cause }: Details) {
    super(message, { cause });
    this.why = why;
    this.code = code;
    this.retryable = retryable;
    this.used = used;
  }
}
