import { StepEvent } from '../incident/step-event.ts';
import type { About } from './effects.ts';

/** What the run in hand works on; Lambda gives a process one run at a time. */
export type RunSubject = {
  /** Forgets the last run. A step event says at once what it is about; whoever reads another event says it later. */
  begin(event: unknown): void;
  about(subject: About): void;
  /** The one incident of this run, or undefined while there is none and when there are several. */
  current(): About | undefined;
};

export const runSubject = (): RunSubject => {
  const incidents = new Set<string>();
  const steps = new Set<number>();
  const about = ({ incidentId, seq }: About): void => {
    incidents.add(incidentId);
    if (seq !== undefined) steps.add(seq);
  };
  return {
    about,
    begin: (event) => {
      incidents.clear();
      steps.clear();
      const { data } = StepEvent.safeParse(event);
      if (data !== undefined) about({ incidentId: data.detail.incidentId, seq: data.detail.seq });
    },
    current: () => {
      const [incidentId, another] = incidents;
      if (incidentId === undefined || another !== undefined) return undefined;
      // Several steps of one incident in a batch: the trace is the same, and no one step started all of it.
      const [seq, second] = steps;
      return seq === undefined || second !== undefined ? { incidentId } : { incidentId, seq };
    },
  };
};
