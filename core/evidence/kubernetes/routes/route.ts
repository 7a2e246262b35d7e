/** One row of a gateway's route table. */
export type Route = {
  id?: string;
  /** Patterns of the paths that it takes. */
  paths: readonly string[];
  target: { host: string; port?: number };
  /** Names of whatever else restricts or rewrites: `StripPrefix`, `Method`, `rewrite` ... */
  extras: readonly string[];
};

/** The value of a variable of the gateway, where it is known. */
export type Lookup = (variable: string) => string | undefined;

/** `${NAME:default}` and `${NAME}` as Spring and shells have them. */
const filled = (text: string, lookup: Lookup): string =>
  text.replace(/\$\{([A-Za-z0-9_.-]+)(?::-?([^}]*))?\}/g, (whole, name: string, fallback?: string) => {
    return lookup(name) ?? fallback ?? whole;
  });

/** The host and port of a target: a URL of any scheme, `lb://name`, `host:port`, or a bare name. */
export const targetOf = (text: string, lookup: Lookup): Route['target'] | undefined => {
  const url = filled(text.trim(), lookup);
  const [, host, port] =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?([a-z0-9][a-z0-9._-]*)(?::(\d{1,5}))?(?:[/?;].*)?$/i.exec(url) ?? [];
  return host === undefined ? undefined : { host, ...(port === undefined ? {} : { port: Number(port) }) };
};
