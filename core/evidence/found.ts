import type { Finding } from './facts.ts';

/** What one source gave. `texts` were written by others and are looked through for injections. */
export type Found = {
  findings: readonly Finding[];
  /** What somebody began, with its time: a finding only where the trouble followed soon. */
  changes?: readonly Finding[];
  gaps: readonly string[];
  texts?: readonly string[];
  redacted?: number;
};

/**
 * A source that fails becomes a gap: evidence that is missing is said and never stops an incident. The error's
 * text is from outside; `pack` screens and cuts it like everything else.
 */
export const orGap = async (source: string, read: () => Promise<Found>): Promise<Found> => {
  try {
    return await read();
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
    return { findings: [], gaps: [`${source} could not be read: ${why}`] };
  }
};
