/** Every flag there is. */
export const options = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  stack: { type: 'string' },
  url: { type: 'string' },
  region: { type: 'string' },
  as: { type: 'string' },
  status: { type: 'string' },
  once: { type: 'boolean' },
  reason: { type: 'string' },
  choice: { type: 'string' },
  digest: { type: 'string' },
  'no-rollback': { type: 'boolean' },
  'break-glass': { type: 'boolean' },
  all: { type: 'boolean' },
  html: { type: 'boolean' },
  days: { type: 'string' },
  week: { type: 'string' },
} as const;

/** The flags of one call. */
export type Values = {
  [Name in keyof typeof options]?: (typeof options)[Name]['type'] extends 'string' ? string : boolean;
};
export type Flag = keyof typeof options;
/** What every command takes. */
export const everywhere: readonly Flag[] = ['help', 'json', 'stack', 'url', 'region', 'as'];
