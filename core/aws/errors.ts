import { NotPermitted } from '../remediation/errors.ts';

/** The service could not answer now: throttled, down, or the line was cut. Calling again may help. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
  readonly retryable = true;
}
/** The service understood and said no: wrong input, missing or disabled resource. Calling again will not help. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused';
  readonly retryable = false;
}
/** Others write the same items, or the table is throttled: nothing was written, the step may be started again. */
export class TableBusy extends Error {
  override readonly name = 'TableBusy';
  readonly retryable = true;
}
/** The same effect is running elsewhere at this moment; its result is there at the next attempt. */
export class EffectInProgress extends Error {
  override readonly name = 'EffectInProgress';
  readonly retryable = true;
}

const denied =
  /AccessDenied|NotAuthorized|AuthorizationError|UnauthorizedAccess|UnauthorizedOperation|AuthFailure|UnrecognizedClient|ExpiredToken|RequestExpired/;
const throttled = /Throttl|TooManyRequests|RequestLimitExceeded|ThroughputExceeded|SlowDown|TransactionInProgress/;

/** True when an SDK error means: too many requests at once, nothing was done. */
export const isThrottled = (error: unknown): boolean => error instanceof Error && throttled.test(error.name);

/** What is safe to say of an error: its name, or the code that Node.js gives network errors, all of which are named `Error`. */
const labelOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown error';
  return error.name === 'Error' && 'code' in error ? String(error.code) : error.name;
};

/**
 * The named error for what an SDK call threw: `NotPermitted`, `ServiceRefused` for a client fault, else
 * `ServiceUnavailable`, to which every network error belongs because the SDK gives those no fault. The message holds the
 * error's name or code and never its text, which may quote the request; the original is the `cause`.
 */
export const translated = (call: string, error: unknown): Error => {
  const name = labelOf(error);
  const cause = { cause: error };
  if (denied.test(name)) return new NotPermitted(`${call}: ${name}`, cause);
  const clientFault = error instanceof Error && '$fault' in error && error.$fault === 'client';
  return clientFault && !isThrottled(error)
    ? new ServiceRefused(`${call}: ${name}`, cause)
    : new ServiceUnavailable(`${call}: ${name}`, cause);
};

/** Runs one SDK call and throws its translated error. */
export const calling = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    throw translated(call, error);
  }
};

/** `calling` for a read; undefined where the service says, by an error of this name, that there is no such thing. */
export const callingUnless = async <T>(missing: string, call: string, run: () => Promise<T>): Promise<T | undefined> =>
  calling(call, async () => {
    try {
      return await run();
    } catch (error) {
      if (error instanceof Error && error.name === missing) return undefined;
      throw error;
    }
  });
