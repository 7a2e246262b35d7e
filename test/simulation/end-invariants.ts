import { verify } from 'node:crypto';
import * as z from 'zod';
import type { Incident } from '../../core/incident/incident.ts';
import type { Status } from '../../core/incident/lifecycle.ts';
import { keys } from '../../core/incident/keys.ts';
import { readAudit } from '../../core/audit/read.ts';
import { verifyAudit } from '../../core/audit/verify.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import { actionOf } from '../../core/remediation/catalogue.ts';
import { compare, type Observation } from '../../core/remediation/observe.ts';
import { isAtRest } from '../../local/run/at-rest.ts';
import type { Stack } from '../../local/stack.ts';
import { excused } from './excuses.ts';
import type { Mishap } from './mishap.ts';
import type { Ledger } from './ledger.ts';
import type { Story } from './stories.ts';

/** States in which every touched field holds its planned or its prior value; in any other a person looks. */
const holds: Partial<Record<Status, Observation>> = { resolved: 'as-planned', rolled_back: 'unchanged' };

/** How the resources of an incident stand, against what its end says of them. */
const resourceProblems = async (stack: Stack, ledger: Ledger, { id, status }: Incident): Promise<string[]> => {
  const expected = holds[status];
  if (expected === undefined) return [];
  const stored = ledger.peek(keys.proposal(id));
  const [proposal] = ChoiceSet.parse(stored?.['body']).choices;
  const found = await Promise.all(
    (proposal?.actions ?? []).map(async (planned) => {
      const action = actionOf(planned);
      const state = await action.describe(planned.parameters, stack.world.readers);
      return { name: planned.target.name, is: compare(action, planned.touched, state) };
    }),
  );
  return found.filter(({ is }) => is !== expected).map(({ name, is }) => `${id} is ${status} and ${name} is ${is}`);
};

const auditProblems = async ({ ports }: Stack, ledger: Ledger, incidents: readonly Incident[]) => {
  const audit = await readAudit(ports.auditStore);
  const { findings } = await verifyAudit(audit, (message, signature) =>
    verify('sha256', message, ports.signer.publicKey, signature),
  );
  const missing = incidents.filter(({ id }) => audit.chains.get(id)?.length !== ledger.log(id).length);
  return [
    ...findings.map(({ where, detail }) => `audit of ${where}: ${detail}`),
    ...missing.map(({ id }) => `audit of ${id}: not every step has a record`),
  ];
};

const Told = z.object({ incidentId: z.string(), kind: z.string() });

/** An end that was told to nobody must at least lie in a dead-letter queue, which has an alarm. */
const untold = ({ ports, engine }: Stack, incidents: readonly Incident[]): string[] => {
  const told = ports.notices.sent.flatMap(({ data }) => {
    const { success, data: known } = Told.safeParse(data);
    return success ? [`${known.incidentId} ${known.kind}`] : [];
  });
  const lost = engine.deadLetters.some((letter) => letter.function === 'notifier');
  return lost
    ? []
    : incidents
        .filter(({ id, status }) => !told.includes(`${id} ${status}`))
        .map(({ id, status }) => `nobody was told that ${id} is ${status}`);
};

/** What must be true when a run is over and every late delivery has come. */
export const endProblems = async (
  stack: Stack,
  ledger: Ledger,
  { mayEnd, scenario }: Story,
  mishaps: readonly Mishap[],
): Promise<string[]> => {
  const incidents = [...ledger.incidents.values()];
  const blamed = new Set(mishaps.map(({ where }) => where));
  const mayAlsoEnd = excused(mishaps);
  const wasOut = mishaps.some(({ of }) => of === 'outage');
  // What somebody else changed meanwhile or afterwards is not ours to account for.
  const wasTouched = mishaps.some(({ of, where }) => of === 'event' && where === 'human');
  const resources = wasTouched
    ? []
    : await Promise.all(incidents.map((incident) => resourceProblems(stack, ledger, incident)));
  const isLost = stack.engine.deadLetters.some((letter) => letter.function === 'alarm-handler');
  return [
    ...(incidents.length >= scenario.troubles.length || isLost
      ? []
      : [`only ${incidents.length} incidents were opened`]),
    ...incidents
      .filter(({ status }) => !isAtRest(status) || !(mayEnd.includes(status) || mayAlsoEnd.has(status)))
      .map(({ id, status, reason }) => `${id} ended ${status}: ${reason ?? 'no reason'}`),
    ...untold(stack, incidents),
    ...resources.flat(),
    ...(await auditProblems(stack, ledger, incidents)),
    ...stack.engine.deadLetters
      .filter((letter) => !wasOut && !blamed.has(letter.function))
      .map((letter) => `${letter.function} failed without a fault: ${letter.error}`),
  ];
};
