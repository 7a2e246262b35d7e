import type { RuntimeEvent } from './event.ts';

/** Every rule, by the name that runbooks match as a metric of `Sovereign/Runtime`. From what says most to what says least. */
export const ruleIds = [
  'kernel_module',
  'privilege_escalation',
  'namespace_entry',
  'sensitive_file_access',
  'public_egress',
  'writable_path_execution',
  'unexpected_package_manager',
  'unexpected_shell',
  'denied_flow',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** What a rule found in an event. */
export type Hit = {
  rule: RuleId;
  /** What it was done to: a path, an address with its port, a program. Two hits of a rule with the same object are one story. */
  object: string;
  /** In one sentence without a subject: `reads /etc/shadow`. */
  says: string;
  /** A program of which the container is asked whether it always had it. */
  program?: string;
};

/** Pure, of one event; undefined where the rule has nothing to say. */
export type Rule = (event: RuntimeEvent) => Hit | undefined;

/** The last part of a path: what a program is called. */
export const programOf = (binary: string): string => binary.slice(binary.lastIndexOf('/') + 1);

/** True where it happened in a container: the host's own services do all of this as a matter of course. */
export const inContainer = ({ process, parent }: RuntimeEvent): boolean =>
  process?.place !== undefined || parent?.place !== undefined;
