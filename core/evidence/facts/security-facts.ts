import type { RuleId } from '../../incident/runtime-security/rule.ts';
import type { FactRow, FactRows } from './row.ts';

/** What rules found in the events of agents: each is a fact under its own name. */
const byRule = {
  kernel_module: { kind: 'runtime', strength: 1, tells: 'symptom' },
  privilege_escalation: { kind: 'runtime', strength: 0.95, tells: 'symptom' },
  namespace_entry: { kind: 'runtime', strength: 0.95, tells: 'symptom' },
  sensitive_file_access: { kind: 'runtime', strength: 0.9, tells: 'symptom' },
  public_egress: { kind: 'runtime', strength: 0.85, tells: 'symptom' },
  writable_path_execution: { kind: 'runtime', strength: 0.85, tells: 'symptom' },
  unexpected_package_manager: { kind: 'runtime', strength: 0.75, tells: 'symptom' },
  unexpected_shell: { kind: 'runtime', strength: 0.7, tells: 'symptom' },
  denied_flow: { kind: 'runtime', strength: 0.6, tells: 'symptom' },
} as const satisfies Record<RuleId, FactRow>;

export const securityFacts = {
  ...byRule,
  guardduty_finding: { kind: 'alarm', strength: 0.9, tells: 'symptom' },
} as const satisfies FactRows;
