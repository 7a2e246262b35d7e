/** What stands before our own paths: the stage of the API, or nothing. `//host` is no path of ours. */
export const baseOf = (path: string): string => {
  const [, base = ''] = /^((?:\/[\w.-]+)*)\/(?:signed-in|incidents|a\/[^/]+)\/?$/.exec(path) ?? [];
  return base;
};

const ours = /^\/(?:incidents|a\/[0-9a-f]{32}(?:#[\w.-]{1,400})?)$/;

/** Where somebody who signed in goes: back to the request or the list they came from, else to the list. */
export const returnPath = (base: string, from: string): string =>
  from.startsWith(base) && ours.test(from.slice(base.length)) ? from : `${base}/incidents`;
