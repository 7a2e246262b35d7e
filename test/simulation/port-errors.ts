import { ServiceUnavailable, TableBusy } from '../../core/aws/errors.ts';
import { ModelUnavailable } from '../../core/diagnosis/errors.ts';
import { ProviderUnavailable } from '../../core/remediation/errors.ts';

type Failure = (kind: 'throttle' | 'timeout', call: string) => Error;

const codes = { throttle: 'ThrottlingException', timeout: 'TimeoutError' } as const;

/** What core/aws/errors.ts makes of throttling and of a cut line. */
export const unavailable: Failure = (kind, call) => new ServiceUnavailable(`${call}: ${codes[kind]}`);

/** A transaction that is throttled has written nothing, and says so. */
export const tableError: Failure = (kind, call) =>
  kind === 'throttle' ? new TableBusy(`${call} is throttled`) : unavailable(kind, call);

/** A call that changes a resource, and every request to a cluster. */
export const providerError: Failure = (kind, call) => new ProviderUnavailable(`${call}: ${codes[kind]}`);

/** One call to the model: throttled it cost nothing, else nobody knows. */
export const modelError: Failure = (kind, call) =>
  new ModelUnavailable(
    `${call}: ${codes[kind]}`,
    kind === 'throttle'
      ? { why: 'throttled', code: codes[kind], retryable: true, used: { inputTokens: 0, outputTokens: 0 } }
      : { why: 'failed', code: codes[kind], retryable: true },
  );
