import { prefixes } from '../incident/keys.ts';
import type { Entry } from './entry.ts';
import { purgedChain } from './key.ts';
import type { Purged } from './stream.ts';

/** What distinguishes a purge from the other records of its chain. */
export const purgeId = ({ pk, sk }: Purged): string => `purged#${pk}#${sk}`;

/** Partitions that are named by the incident. */
const ofIncident = /^(?:INCIDENT|EVIDENCE|DIAGNOSIS|PROPOSAL|EXECUTION|VALIDATION)#(inc-.+)$/;

/**
 * An item that its time to live removed, as an entry: of the chain of its hour if it was a fact, else of the chain of its
 * partition. Who removed it is DynamoDB. Of a step the number is said, and the record of that number still holds it.
 */
export const purgedEntry = (purged: Purged): Entry => {
  const { pk, sk, at } = purged;
  const number = sk.startsWith(prefixes.transition) ? Number(sk.slice(prefixes.transition.length)) : undefined;
  return {
    chain: pk.startsWith(prefixes.audit) ? `AUDIT-${pk.slice(prefixes.audit.length)}` : purgedChain(pk),
    incident: ofIncident.exec(pk)?.[1] ?? null,
    who: { function: 'dynamodb-ttl' },
    what: { fact: 'purged', pk, sk, id: purgeId(purged), ...(number === undefined ? {} : { number }) },
    when: at.toISOString(),
    digests: {},
  };
};
