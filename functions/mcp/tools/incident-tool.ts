import type * as z from 'zod';
import type { Identity } from '../../../core/approval/identity.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';
import { Incident } from '../../../core/incident/incident.ts';
import { mayNotAsk } from './may-ask.ts';
import { refused, type Told, type Tool, type ToolDeps, tool } from './tool.ts';

/** The id of an incident as a client sends it. */
export const incidentId = Incident.shape.id.max(64).describe('the id of an incident, as list_incidents gives it');

/** Whoever loses once reads again: the incident moved, or one of its resource was opened. */
const attempts = 2;

type IncidentTool<I extends { incident: string }> = Omit<Tool<I>, 'asks' | 'run'> & {
  /** What it asks for in the name of a person, as `to ask for a fix`; without it, it only reads. */
  asks?: string;
  /** `lost`: somebody else wrote at the same moment. */
  tell(deps: ToolDeps, who: Identity, incident: Incident, input: I): Told | 'lost' | Promise<Told | 'lost'>;
};

/**
 * A tool about one incident, which it gets as it is read: the same answer for one that does not exist and for one that this
 * person may not see, and a refusal where they may not ask for what it asks.
 */
export const incidentTool = <I extends { incident: string }>({
  asks,
  tell,
  ...rest
}: IncidentTool<I> & { input: z.ZodType<I> }): Tool =>
  tool({
    ...rest,
    asks: asks !== undefined,
    run: async (deps, who, input: I) => {
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const incident = await visibleIncident(deps, who, input.incident);
        if (incident === undefined) return refused('no such incident, or not one of your teams');
        const denied = asks === undefined ? undefined : mayNotAsk(deps.policy, who, asks, incident.resource);
        if (denied !== undefined) return refused(denied);
        const told = await tell(deps, who, incident, input);
        if (told !== 'lost') return told;
      }
      return refused('others wrote at this very moment and nothing of yours was recorded; try again');
    },
  });
