import { heldByPerson } from '../../core/incident/lifecycle.ts';
import type { Api } from './api.ts';
import type { Shown } from './documents.ts';
import type { Io } from './io.ts';
import type { Result } from './result.ts';
import { readShown } from './show.ts';
import { stepLine } from './step-line.ts';
import { spoken } from './words.ts';

/** Often enough for a person, far below what the API throttles. */
const everyMs = 2000;

const isOver = ({ incident }: Shown): boolean => incident.over || heldByPerson.has(incident.status);

const ending = ({ incident }: Shown): string => {
  const why = incident.reason === undefined ? '' : `: ${incident.reason}`;
  if (heldByPerson.has(incident.status)) return `${spoken(incident.status)}${why}; only incidents close ends it`;
  return incident.over ? `over: ${spoken(incident.status)}${why}` : `not over yet: ${spoken(incident.status)}${why}`;
};

/** Follows an incident, each step once as it happens, until it is over, or once. Exit 1 where it is not over yet. */
export const watchIncident = async (
  io: Pick<Io, 'wait' | 'interrupted'>,
  api: Api,
  incidentId: string,
  once: boolean,
  tell: (line: string) => void,
): Promise<Result> => {
  let told = 0;
  for (;;) {
    const shown = await readShown(api, incidentId);
    const fresh = shown.steps.filter(({ seq }) => seq > told);
    told = fresh.at(-1)?.seq ?? told;
    for (const step of fresh) tell(`${stepLine(step, shown.incident.openedAt)}\n`);
    const over = isOver(shown);
    if (!over && !once) await io.wait(everyMs);
    if (over || once || io.interrupted.aborted) {
      return { code: over ? 0 : 1, document: shown, text: `${ending(shown)}\n` };
    }
  }
};
