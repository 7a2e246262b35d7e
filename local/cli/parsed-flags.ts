/** What `parseArgs` reads, or what was wrong: it explains dashes at length, and its first sentence names it. */
export const parsedFlags = <T>(parse: () => T): T | { message: string } => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [first = error.message] = error.message.split(/(?<=['"])\. /);
    return { message: first };
  }
};
