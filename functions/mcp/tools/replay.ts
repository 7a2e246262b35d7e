import * as z from 'zod';
import { requiredQuorum } from '../../../core/approval/quorum.ts';
import { Diagnosis } from '../../../core/diagnosis/diagnosis.ts';
import { diagnoseByRules } from '../../../core/diagnosis/rules.ts';
import { EvidencePack } from '../../../core/evidence/signal.ts';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import { StoredTransition } from '../../../core/incident/step.ts';
import { subjectOf } from '../../../core/incident/subject.ts';
import type { Table } from '../../../core/incident/table.ts';
import { denial, proposer } from '../../../core/policy/denial.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { windowForbids } from '../../../core/policy/window.ts';
import { choiceSetDigest, sha256 } from '../../../core/remediation/digest.ts';
import { beyondPolicy } from '../../../core/remediation/limits.ts';
import { ChoiceSet, type Proposal } from '../../../core/remediation/proposal.ts';
import { assessRisk } from '../../../core/remediation/risk.ts';
import { incidentId, incidentTool } from './incident-tool.ts';
import { refused } from './tool.ts';

/** The hashes that the steps of an incident recorded; each name is recorded by one step, or by later ones alike. */
const recordedDigests = async (table: Table, id: string): Promise<Readonly<Record<string, string>>> =>
  Object.assign(
    {},
    ...(await table.list(keys.incident(id).pk, prefixes.transition)).map(
      (item) => StoredTransition.parse(item).digests,
    ),
  );

const leading = ({ kind, source, causes: [cause] }: Diagnosis) => ({
  kind,
  source,
  cause: cause === undefined ? null : { category: cause.category, resource: cause.resource },
});

const planAgain = (layer: PolicyLayer, proposal: Proposal, at: Date) => {
  const { title, actions, risk, quorum } = proposal;
  const again = assessRisk(actions);
  const moment = { window: windowForbids(layer.policy, at) === undefined, actionsInHour: 0 };
  const denied = denial(layer, proposer, 'propose', { ...proposal, risk: again }, moment);
  const against = beyondPolicy({ actions }, layer.policy) ?? denied?.because;
  return {
    ...(title === undefined ? {} : { title }),
    actions: actions.map(({ id, target }) => ({ id, target })),
    risk: { stored: risk.level, now: again.level },
    quorum: {
      stored: quorum,
      now: requiredQuorum({ quorum: layer.policy.quorum[again.level] }, { risk: again, quorum }),
    },
    ...(against === undefined ? { allowedNow: true } : { allowedNow: false, because: against }),
  };
};

export const replay = incidentTool({
  name: 'replay',
  title: 'Replay an incident',
  description:
    'Evidence, diagnosis and proposal of an incident again from what is stored: hashes against the record, the cause by the rules of today, each plan by the policy of today. Reads no system and changes nothing.',
  input: z.strictObject({ incident: incidentId }),
  tell: async ({ table, policy, now }, _who, incident) => {
    const { id } = incident;
    const [digests, [evidence, diagnosis, choices]] = await Promise.all([
      recordedDigests(table, id),
      table.getAll([keys.evidence(id), keys.diagnosis(id), keys.proposal(id)]),
    ]);
    const pack = EvidencePack.safeParse(evidence?.['body']).data;
    const named = Diagnosis.safeParse(diagnosis?.['body']).data;
    if (pack === undefined || named === undefined)
      return refused(`nothing to replay: the incident is ${incident.status}`);
    const planned = ChoiceSet.safeParse(choices?.['body']).data;
    return {
      kind: 'data',
      data: {
        evidence: {
          signals: pack.signals.length,
          gaps: pack.gaps,
          asRecorded: sha256(pack) === digests['evidence'],
        },
        diagnosis: {
          stored: leading(named),
          again: leading(diagnoseByRules(pack, subjectOf(incident))),
          asRecorded: sha256(named) === digests['diagnosis'],
        },
        proposal:
          planned === undefined
            ? null
            : {
                asRecorded: choiceSetDigest(planned) === digests['choiceSet'],
                choices: planned.choices.map((choice) => planAgain(policy, choice, now())),
              },
      },
    };
  },
});
