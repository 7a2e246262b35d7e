import type * as z from 'zod';
import type { Identity } from '../../../core/approval/identity.ts';
import { plainValue } from '../../../core/approval/plain-value.ts';
import type { LogPlace } from '../../../core/incident/console-links.ts';
import type { Versions } from '../../../core/incident/step.ts';
import type { Table } from '../../../core/incident/table.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import type { Clock, Log, Meter } from '../../../core/runtime/effects.ts';
import type { HttpResponse } from '../../../core/approval/http/request.ts';
import type { IdentifyDeps } from '../../../core/approval/identify.ts';
import { json } from '../../../core/approval/http/respond.ts';

export type OperationDeps = IdentifyDeps & {
  table: Table;
  policy: Pick<PolicyLayer, 'roster' | 'policy' | 'decide' | 'profiles'>;
  versions: Versions;
  now: Clock;
  log: Log;
  logPlace?: LogPlace | undefined;
  meter: Meter;
};

/** One thing an operator can ask for: the body it takes, and what it does. */
export type Operation<B = unknown> = {
  body: z.ZodType<B>;
  run(deps: OperationDeps, who: Identity, body: B): Promise<HttpResponse>;
};

/** Ties a body to what is done with it, and forgets the type: the dispatcher parses before it runs. */
export const operation = <B>(body: z.ZodType<B>, run: Operation<B>['run']): Operation => ({
  body,
  run: (deps, who, sent) => run(deps, who, body.parse(sent)),
});

/** What was asked for; every text in it as one visible line. */
export const data = (document: object): HttpResponse => json(200, plainValue(document));

const statusCodes = { done: 200, unknown: 404, 'not-permitted': 403, already: 409, refused: 409, busy: 409 } as const;

/** What became of a wish to change something; the message is one line for the person. */
export const outcome = (kind: keyof typeof statusCodes, message: string): HttpResponse =>
  json(statusCodes[kind], plainValue({ outcome: kind, message }));

/** The one answer for an incident that does not exist and for one that this person may not see. */
export const noIncident = (): HttpResponse => outcome('unknown', 'no such incident, or not one of your teams');

/** Somebody wrote at the very same moment, and again at the second try. */
export const busy = (): HttpResponse =>
  outcome('busy', 'others wrote at this very moment and nothing of yours was recorded; try again');
