import { Models } from '../../core/diagnosis/cost/models.ts';
import { RuntimeSecurity } from '../../core/incident/runtime-security/settings.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { Policy } from '../../core/policy/policy.ts';
import { Roster } from '../../core/policy/roster.ts';
import { readPolicySource } from '../../core/runtime/policy-source.ts';

/** Those of the layer itself. */
const { languages, profiles } = readPolicySource('layers/policy');

/** Who signs a request as this person of the roster below. */
export const arnOf = (person: string): string => `arn:aws:sts::123456789012:assumed-role/OnCall/${person}`;

/** A policy layer that permits the changes of the tests; each test takes away what it is about. */
export const policyLayer = (change: Partial<PolicyLayer> = {}): PolicyLayer => ({
  version: 'policy-1',
  policy: Policy.parse({
    mode: 'execute',
    allowedActions: ['set-resources', 'set-hpa-bounds'],
    allowedNamespaces: ['checkout'],
    changeWindows: [{ days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '00:00', to: '24:00' }],
    maxActionsPerRun: 2,
    maxActionsPerHour: 20,
    maxResources: 2,
    maxChangePercent: 100,
    linkDecides: ['low', 'medium'],
    quorum: { low: { people: 1, roles: 1 }, medium: { people: 1, roles: 1 }, high: { people: 2, roles: 2 } },
  }),
  roster: Roster.parse({
    approvers: [
      { id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout'], iam: [arnOf('alice')], oidc: 'sub-alice' },
      { id: 'bob', name: 'Bob', role: 'admin', iam: [arnOf('bob')], oidc: 'sub-bob' },
      { id: 'carol', name: 'Carol', role: 'viewer', iam: [arnOf('carol')], oidc: 'sub-carol' },
    ],
    groups: [
      { group: 'on-call', role: 'analyst', teams: ['checkout'] },
      { group: 'admins', role: 'admin', teams: ['*'] },
      { group: 'everybody', role: 'viewer', teams: ['checkout'] },
      { group: 'searchers', role: 'viewer', teams: ['search'] },
    ],
  }),
  languages,
  profiles,
  runbooks: [],
  runtimeSecurity: RuntimeSecurity.parse({}),
  models: Models.parse({
    prices: [{ model: 'model-*', inputPerMillion: 1, outputPerMillion: 4 }],
    usdPerIncident: 0.02,
    usdPerHour: 1,
    usdPerDay: 5,
  }),
  prompts: {},
  decide: () => ({ allowed: true, because: ['test'] }),
  ...change,
});
