import { stepDue } from '../../core/incident/deadline.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { incidentOf } from '../../core/incident/step-event.ts';
import { advance, purgeAt, type Step, type Versions } from '../../core/incident/step.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { choiceSetDigest, proposalDigest } from '../../core/remediation/digest.ts';
import type { RemediationAccess, Switches } from '../../core/remediation/ports.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import type { Log, Meter } from '../../core/runtime/effects.ts';
import { offerFor } from './offer.ts';
import type { ReaderDeps } from './reader-for.ts';

export type Deps = ReaderDeps & {
  table: Table;
  policy: PolicyLayer;
  access: RemediationAccess;
  switches: Switches<'mode'>;
  versions: Versions;
  now: () => Date;
  log: Log;
  meter: Meter;
};
export type Outcome = { kind: 'stale' | 'proposed' } | { kind: 'report_only'; reason: string };

/**
 * Started by `analyzed`: one reversible change within policy and its alternatives, planned on the present state, or a
 * report with the reason.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome> => {
    const found = await incidentOf(deps.table, event);
    if (found.kind === 'stale') return { kind: 'stale' };
    const { incident } = found;
    const offer = await offerFor(deps, incident);
    if (offer.kind === 'impossible') return report(deps, incident, offer.reason);

    const at = deps.now();
    const { recommended, alternatives, leftOut, doNothing, because } = offer;
    const said = [...(because === undefined ? [] : [because]), ...leftOut];
    const choiceSet: ChoiceSet = {
      incidentId: incident.id,
      proposedAt: at.toISOString(),
      choices: [recommended, ...alternatives],
      doNothing,
    };
    const step: Step = {
      to: 'proposed',
      by: 'proposer',
      at,
      ...(said.length === 0 ? {} : { reason: cleanText(said.join('; '), 600) }),
      digests: { proposal: proposalDigest(recommended), choiceSet: choiceSetDigest(choiceSet) },
      versions: deps.versions,
      due: stepDue('proposed', at),
    };
    // Put once: what was proposed for an incident is never another thing later.
    const put: Write = {
      kind: 'create',
      item: { ...keys.proposal(incident.id), body: choiceSet, purgeAt: purgeAt(at) },
    };
    const { kind } = await advance(deps.table, incident, step, [put]);
    if (kind === 'lost') return { kind: 'stale' };
    if (leftOut.length > 0) deps.log.info('alternatives left out', { incident: incident.id, leftOut });
    if (because !== undefined) deps.meter.count('ProposedFromMemory');
    deps.meter.count('Proposed');
    return { kind: 'proposed' };
  };

const report = async (deps: Deps, incident: Incident, reason: string): Promise<Outcome> => {
  const { kind } = await advance(deps.table, incident, {
    to: 'report_only',
    by: 'proposer',
    at: deps.now(),
    reason,
    versions: deps.versions,
  });
  if (kind === 'lost') return { kind: 'stale' };
  deps.log.info('nothing proposed', { incident: incident.id, reason });
  return { kind: 'report_only', reason };
};
