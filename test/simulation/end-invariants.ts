import type { Status } from '../../core/incident/lifecycle.ts';
import type { Ledger } from './ledger.ts';
import type { Story } from './stories.ts';

/** What a story says of its ends, beside the invariants: each alarm has its incident, and each ends as it may. */
export const endProblems = (
  { incidents }: Ledger,
  { mayEnd, scenario }: Story,
  blamed: ReadonlySet<string>,
): string[] => {
  // A reading that failed is a gap in the evidence, and without evidence nothing is proposed.
  const isPoor = (status: Status): boolean => status === 'report_only' && blamed.has('analyzer');
  return [
    ...(incidents.size >= scenario.troubles.length ? [] : [`only ${incidents.size} incidents were opened`]),
    ...[...incidents.values()]
      .filter(({ status }) => !(mayEnd.includes(status) || isPoor(status)))
      .map(({ id, status, reason }) => `${id} ended ${status}: ${reason ?? 'no reason'}`),
  ];
};
