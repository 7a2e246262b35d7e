import { keys } from '../../../core/incident/keys.ts';
import { Validation } from '../../../core/remediation/validation.ts';
import type { MakeInvariant } from './invariant.ts';

/** No data is not success: what is resolved was verified, by a value of every metric that the change was to be judged by. */
export const measured: MakeInvariant = ({ ledger }) => ({
  transaction: ({ steps }) =>
    steps
      .filter(({ from, to }) => to === 'resolved' && from !== to)
      .flatMap(({ incidentId }) => {
        const { data } = Validation.safeParse(ledger.peek(keys.validation(incidentId))?.['body']);
        const unknown = Object.entries(data?.after ?? {}).filter(([, value]) => value === null);
        return [
          ...(data?.outcome === 'verified' ? [] : [`${incidentId} is resolved, and was judged ${data?.outcome}`]),
          ...unknown.map(([id]) => `${incidentId} is resolved, and nothing was measured of ${id}`),
        ];
      }),
});
