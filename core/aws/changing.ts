import { NotPermitted, PreconditionFailed, ProviderUnavailable } from '../remediation/errors.ts';
import { ServiceRefused, translated } from './errors.ts';

/**
 * Runs the one SDK call of a change, which its client sends once. Throws `NotPermitted` and `PreconditionFailed` when the
 * service refused it, so that nothing changed, and `ProviderUnavailable` when it may have happened: a throttled call too,
 * since what comes next is to look.
 */
export const changing = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const known = translated(call, error);
    const cause = { cause: error };
    if (known instanceof NotPermitted) throw known;
    if (known instanceof ServiceRefused) throw new PreconditionFailed(known.message, cause);
    throw new ProviderUnavailable(known.message, cause);
  }
};
