import { type Fact, facts } from '../../../core/evidence/facts.ts';
import type { EvidencePack, Signal } from '../../../core/evidence/signal.ts';
import type { Resource } from '../../../core/incident/resource.ts';

export const payments: Resource = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
export const ledger: Resource = { kind: 'Deployment', namespace: 'checkout', name: 'ledger-api' };

/** A pack of bare facts: `oom_killed` on the payments API, or a fact with its resource and data. */
export const packOf = (
  found: readonly (Fact | [Fact, Resource, Signal['data']?])[],
  gaps: string[] = [],
): EvidencePack => ({
  signals: found.map((one, at) => {
    const [fact, resource, data = {}] = typeof one === 'string' ? ([one, payments] as const) : one;
    const { kind, strength } = facts[fact];
    return { id: `S${at + 1}`, kind, fact, summary: `saw ${fact}`, resource, strength, data };
  }),
  gaps,
  promptTokens: 0,
});
