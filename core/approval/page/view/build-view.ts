import { actorOf } from '../../../incident/actor.ts';
import type { Incident } from '../../../incident/incident.ts';
import { terminal } from '../../../incident/lifecycle.ts';
import { resourceKey } from '../../../incident/resource.ts';
import type { TransitionRecord } from '../../../incident/step.ts';
import { choiceSetDigest, proposalDigest } from '../../../remediation/digest.ts';
import { traceIdOf } from '../../../incident/trace.ts';
import type { Proposal } from '../../../remediation/proposal.ts';
import type { ApprovalCase } from '../../ruling.ts';
import type { PageRecords } from './records.ts';
import { chartView, judgedViews } from './chart.ts';
import { choiceView } from './choice.ts';
import { diagnosisView } from './diagnosis.ts';
import { logViews } from './logs.ts';
import { requestView } from './request.ts';
import { recordOf, similarView } from './similar.ts';
import type { StepView, View } from './view.ts';

type Shown = { choices: readonly Proposal[]; doNothing?: string };

/** Only choices whose digests are what the link was made for are ever shown; for a rollback only the executed one. */
const shownChoices = ({ request, choiceSet, executedDigest }: ApprovalCase): Shown => {
  if (choiceSet === undefined || choiceSetDigest(choiceSet) !== request.choiceSetDigest) return { choices: [] };
  const { choices, doNothing } = choiceSet;
  if (request.purpose === 'change') return { choices, doNothing };
  return { choices: choices.filter((choice) => proposalDigest(choice) === executedDigest) };
};

const sentence = ({ alarm, resource, service }: Incident, cause: string | undefined): string =>
  cause ?? `The alarm ${alarm.name} fired for ${resourceKey(resource)} of ${service}`;

// A step that was started again (`from` = `to`) moved nothing; a reader only wants the moves.
const steps = (transitions: readonly TransitionRecord[]): StepView[] =>
  transitions
    .filter(({ from, to }) => from !== to)
    .map(({ to, at, by, person, reason }) => ({
      status: to,
      at,
      by: actorOf({ by, person }),
      ...(reason === undefined ? {} : { reason }),
    }));

/** Everything the page shows, from the records of one incident. Pure; the texts are cleaned by the caller, all at once. */
export const buildView = (records: PageRecords): View => {
  const { approval, identity, transitions, diagnosis, evidence, validation, language, words, now } = records;
  const { method, person } = identity;
  const remembered = records.remembered ?? { similar: [] };
  const { incident } = approval;
  const { choices, doNothing } = shownChoices(approval);
  const chart = chartView(records);
  const { id, service, severity, status, reason, openedAt, changedAt, resource, alarm } = incident;
  return {
    now: now.toISOString(),
    language,
    ...(words === undefined ? {} : { words }),
    you: { id: person.id, name: person.name, role: person.role, method },
    incident: {
      id,
      traceId: traceIdOf(id),
      service,
      severity,
      sentence: sentence(incident, diagnosis?.causes[0]?.summary),
      status,
      over: terminal.has(status),
      ...(reason === undefined ? {} : { reason }),
      openedAt,
      changedAt,
      resource,
      alarm: { name: alarm.name, reason: alarm.reason, at: alarm.at, account: alarm.account, region: alarm.region },
    },
    ...(records.logPlace === undefined ? {} : { logPlace: records.logPlace }),
    steps: steps(transitions),
    diagnosis: diagnosis === undefined ? null : diagnosisView(diagnosis, evidence, remembered.gap),
    ...(chart === undefined ? {} : { chart }),
    budget: records.budget ?? null,
    logs: logViews(diagnosis, evidence),
    similar: similarView(remembered),
    choices: choices.map((choice) =>
      choiceView(records, choice, recordOf(remembered, diagnosis?.causes[0]?.category, choice)),
    ),
    ...(doNothing === undefined ? {} : { doNothing }),
    request: requestView(records, choices),
    validation:
      validation === undefined
        ? null
        : {
            outcome: validation.outcome,
            alarm: validation.alarm,
            metrics: validation.checks,
            charts: judgedViews(records),
          },
  };
};
