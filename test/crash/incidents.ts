import type { Status } from '../../core/incident/lifecycle.ts';
import { isAtRest } from '../../local/run/at-rest.ts';

export type Moved = { id: string; status: Status; seq: number };

/** Where the incidents of a loop are, as far as anybody outside of the process has heard. */
export const incidentBook = () => {
  const incidents = new Map<string, Moved>();
  return {
    /** True for a move that is news. */
    moved: (to: Moved): boolean => {
      const known = incidents.get(to.id);
      if (known !== undefined && known.seq >= to.seq) return false;
      incidents.set(to.id, to);
      return known?.status !== to.status;
    },
    all: (): Moved[] => [...incidents.values()],
    /** The one that is not at rest; the last one when all are. */
    current: (): Moved | undefined => {
      const all = [...incidents.values()];
      return all.find(({ status }) => !isAtRest(status)) ?? all.at(-1);
    },
    atRest: (): boolean => [...incidents.values()].every(({ status }) => isAtRest(status)),
  };
};
