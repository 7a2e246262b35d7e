/** The model gave no usable answer: throttled, timed out, no access, blocked by a guardrail, no tool use. */
export class ModelUnavailable extends Error {
  override readonly name = 'ModelUnavailable';
  /** True when the same question may get an answer a moment later. */
  readonly retryable: boolean;
  constructor(message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable;
  }
}
