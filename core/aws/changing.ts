import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../remediation/errors.ts';
import { ServiceRefused, translated } from './errors.ts';

/** SDKs call some answers of 500 and more a client fault; whether those changed something is not known. */
const serverAnswered = (error: unknown): boolean => {
  if (!(error instanceof Error && '$metadata' in error)) return false;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return false;
  return typeof metadata.httpStatusCode === 'number' && metadata.httpStatusCode >= 500;
};

/**
 * Runs one SDK call that changes something and throws what its error means for the change: `NotPermitted`,
 * `PreconditionFailed` for a client fault (refused, nothing changed), else `ProviderUnavailable`: the outcome is not known.
 */
export const changing = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const known = translated(call, error);
    if (known instanceof NotPermitted) throw known;
    throw known instanceof ServiceRefused && !serverAnswered(error)
      ? new PreconditionFailed(known.message, { cause: error })
      : new ProviderUnavailable(known.message, { cause: error });
  }
};
