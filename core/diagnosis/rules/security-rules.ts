import { type CategoryRule, rule } from './category-rule.ts';

/** A program that is not of the image. */
const foreign = ['writable_path_execution', 'unexpected_package_manager', 'unexpected_shell'] as const;
/** Ways to more rights than the container has. */
const rising = ['kernel_module', 'privilege_escalation', 'namespace_entry'] as const;
/** What is done with what was reached. */
const taking = ['sensitive_file_access', 'public_egress'] as const;

const parts = [
  'privilege_escalation',
  'credential_access',
  'unexpected_egress',
  'unexpected_program',
  'denied_traffic',
] as const;

/** Somebody is where nobody should be. From the one that proves most to the vaguest. */
export const securityRules: readonly CategoryRule[] = [
  rule({
    category: 'container_intrusion',
    proof: foreign,
    with: [...rising, ...taking],
    support: ['denied_flow'],
    confidence: 0.9,
    explains: parts,
    because: 'programs that are not of its image run in it, and do more than run',
  }),
  rule({
    category: 'container_intrusion',
    proof: ['sensitive_file_access'],
    with: ['public_egress'],
    support: ['denied_flow'],
    confidence: 0.9,
    explains: parts,
    because: 'secrets are read in it, and it connects to the outside',
  }),
  rule({
    category: 'privilege_escalation',
    proof: rising,
    support: ['sensitive_file_access'],
    confidence: 0.88,
    explains: ['credential_access'],
    because: 'a process of it gets rights that it was not given',
  }),
  rule({
    category: 'credential_access',
    proof: ['sensitive_file_access'],
    support: ['denied_flow'],
    confidence: 0.85,
    because: 'a process of it reads or changes what holds secrets',
  }),
  rule({
    category: 'unexpected_egress',
    proof: ['public_egress'],
    support: ['denied_flow'],
    confidence: 0.82,
    because: 'it connects to an address outside private networks',
  }),
  rule({
    category: 'unexpected_program',
    proof: foreign,
    support: ['denied_flow'],
    confidence: 0.7,
    because: 'a program runs in it that is not of its image',
  }),
  rule({
    category: 'denied_traffic',
    proof: ['denied_flow'],
    confidence: 0.65,
    because: 'a network policy refuses what it wants to send',
  }),
  rule({
    category: 'threat_detected',
    proof: ['guardduty_finding'],
    support: [...rising, ...taking, ...foreign],
    confidence: 0.8,
    because: 'GuardDuty reports a threat',
  }),
];
