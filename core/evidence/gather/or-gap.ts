/**
 * What a source gave, or why it could not be read: evidence that is missing is said and never stops an incident. The
 * error's text is from outside; `pack` screens and cuts it like everything else.
 */
export const orGap = async <T>(source: string, nothing: T, read: () => Promise<Read<T>>): Promise<Read<T>> => {
  try {
    return await read();
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
    return { found: nothing, gaps: [`${source} could not be read: ${why}`] };
  }
};

/** The same for a source that a deployment may have switched off: then that is the gap. */
export const ifSwitchedOn = async <P, T>(
  source: string,
  port: P | undefined,
  nothing: T,
  read: (port: P) => Promise<Read<T>>,
): Promise<Read<T>> =>
  port === undefined
    ? { found: nothing, gaps: [`${source}: not switched on in this deployment`] }
    : orGap(source, nothing, () => read(port));

/** What was read of one source, and what of it was not. */
export type Read<T> = { found: T; gaps: readonly string[] };
