import type { Place } from './action.ts';
import type { Proposal } from './proposal.ts';

/** Partitions by the beginning of their regions' names; every other region is of `aws`. */
const partitions: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
];

/** Where the calls of a proposal go, from what its digest binds. */
export const placeOf = ({ account, region }: Pick<Proposal, 'account' | 'region'>): Place => ({
  partition: partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws',
  region,
  account,
});
