/**
 * Every reason for which an execution is refused, in the order in which they are looked for. The name begins the reason in
 * the audit record and ends the metric `ExecutionRefused_<name>`: alarms and queries hang on it, so it never changes.
 */
export const refusals = [
  'emergency-stop',
  'execution-disabled',
  'mode',
  'proof',
  'expired',
  'digest',
  'account',
  'alarm',
  'circuit',
  'policy',
  'scope',
  'risk',
  'window',
  'caps',
  'audit-lag',
  'claim',
  'lease',
  'drift',
] as const;
export type RefusalName = (typeof refusals)[number];

export type Refused = { kind: 'refused'; name: RefusalName; reason: string };

/** A refusal with its name before the sentence. */
export const refusedBy = (name: RefusalName, sentence: string): Refused => ({
  kind: 'refused',
  name,
  reason: `${name}: ${sentence}`,
});
