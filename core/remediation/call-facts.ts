import { factWrite } from '../incident/fact.ts';
import type { Versions } from '../incident/step.ts';
import type { Write } from '../incident/table.ts';
import { sha256 } from './digest.ts';
import type { JournalEntry } from './journal.ts';

type Deps = { versions: Versions; now: () => Date };

const about = ({ versions, now }: Deps, fact: string, incidentId: string, { idempotencyKey }: JournalEntry) => ({
  at: now(),
  fact,
  by: idempotencyKey.endsWith('/undo') ? 'rollback' : 'executor',
  incidentId,
  versions,
  what: idempotencyKey,
});

/**
 * That the claim of a mutating call was taken, or found taken, before the call: `npm run audit -- trail` lays these beside
 * what CloudTrail saw.
 */
export const claimedFact = (deps: Deps, incidentId: string, entry: JournalEntry, won: boolean): Write => {
  const { idempotencyKey, provider, action, target, prior } = entry;
  const digests = { prior: sha256(prior) };
  return factWrite(about(deps, 'claimed', incidentId, entry), {
    idempotencyKey,
    provider,
    action,
    target,
    won,
    digests,
  });
};

/** How it ended: the values that were seen go in by their digest alone. */
export const calledFact = (deps: Deps, incidentId: string, entry: JournalEntry): Write => {
  const { idempotencyKey, status, observed } = entry;
  const digests = { observed: sha256(observed) };
  return factWrite(about(deps, 'called', incidentId, entry), { idempotencyKey, status, digests });
};
