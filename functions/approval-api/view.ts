import { buildView } from '../../core/approval/page/view/build-view.ts';
import { notPermitted } from '../../core/approval/permission.ts';
import { plainValue } from '../../core/approval/plain-value.ts';
import { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import { Chart } from '../../core/evidence/chart/chart.ts';
import { ErrorBudget } from '../../core/evidence/error-budget.ts';
import { EvidencePack } from '../../core/evidence/signal.ts';
import type { LogPlace } from '../../core/incident/console-links.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { StoredTransition } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { Remembered } from '../../core/knowledge/similar.ts';
import { languageOf, languageTag } from '../../core/policy/language/language.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { Judged } from '../../core/remediation/judged.ts';
import { Validation } from '../../core/remediation/validation.ts';
import type { Clock } from '../../core/runtime/effects.ts';
import type { Authenticated } from './authenticate.ts';
import type { HttpResponse } from '../../core/approval/http/request.ts';
import { loadCase } from './load-case.ts';
import { permits } from './permits.ts';
import { json } from '../../core/approval/http/respond.ts';

type ViewDeps = { table: Table; policy: PolicyLayer; now: Clock; logPlace?: LogPlace | undefined };

/** Everything the page shows; its words, too, where they are asked for. Reads only. */
export const view = async (
  { table, policy, now, logPlace }: ViewDeps,
  who: Authenticated,
  asked: { words?: boolean | undefined } = {},
): Promise<HttpResponse> => {
  const { request, person } = who;
  const { incidentId } = request;
  const [{ approval, more }, transitions] = await Promise.all([
    loadCase(table, who, [
      keys.diagnosis(incidentId),
      keys.evidence(incidentId),
      keys.validation(incidentId),
      keys.similar(incidentId),
      keys.chart(incidentId),
      keys.judged(incidentId),
      keys.budget(incidentId),
    ]),
    table.list(keys.incident(incidentId).pk, prefixes.transition),
  ]);
  const [diagnosis, evidence, validation, remembered, chart, judged, budget] = more;
  const mayApprove = permits(policy, who);
  const shown = buildView({
    approval,
    identity: who,
    denied: (decision, choice, method) =>
      notPermitted(
        request,
        { ...who, method },
        { decision },
        choice,
        policy.policy,
        mayApprove,
        approval.choiceSet?.choices,
      ),
    policy: policy.policy,
    roster: policy.roster,
    language: languageTag(policy.languages, person.language),
    words: asked.words === true ? languageOf(policy.languages, person.language).page : undefined,
    transitions: transitions.map((item) => StoredTransition.parse(item)),
    // What cannot be read is not shown; what must be believed (choices, request) is checked by its digest.
    diagnosis: Diagnosis.safeParse(diagnosis?.['body']).data,
    evidence: EvidencePack.safeParse(evidence?.['body']).data,
    chart: Chart.safeParse(chart?.['body']).data,
    budget: ErrorBudget.safeParse(budget?.['body']).data,
    remembered: Remembered.safeParse(remembered?.['body']).data,
    validation: Validation.safeParse(validation?.['body']).data,
    judged: Judged.safeParse(judged?.['body']).data,
    logPlace,
    now: now(),
  });
  return json(200, plainValue(shown));
};
