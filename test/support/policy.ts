import { Models } from '../../core/diagnosis/cost/models.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { Policy } from '../../core/policy/policy.ts';
import { Roster } from '../../core/policy/roster.ts';
import { readPolicySource } from '../../core/runtime/policy-source.ts';

/** Those of the layer itself: words are no policy. */
const { languages } = readPolicySource('layers/policy');

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
      { id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout'] },
      { id: 'bob', name: 'Bob', role: 'admin' },
      { id: 'carol', name: 'Carol', role: 'viewer' },
    ],
  }),
  languages,
  runbooks: [],
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
