import * as z from 'zod';
import { diagnosisView } from '../../../core/approval/page/view/diagnosis.ts';
import { Diagnosis } from '../../../core/diagnosis/diagnosis.ts';
import { EvidencePack, type Signal } from '../../../core/evidence/signal.ts';
import { keys } from '../../../core/incident/keys.ts';
import { incidentId, incidentTool } from './incident-tool.ts';
import { refused } from './tool.ts';

const signalOf = ({ id, kind, fact, summary, resource, time, strength }: Signal) => ({
  id,
  kind,
  fact,
  summary,
  resource,
  ...(time === undefined ? {} : { time }),
  strength,
});

export const analyzeIncident = incidentTool({
  name: 'analyze_incident',
  title: 'Explain an incident',
  description:
    'The stored diagnosis of an incident: causes with the signals they cite, all other signals, and what could not be read.',
  input: z.strictObject({ incident: incidentId }),
  tell: async (deps, _who, { id, status }) => {
    const [evidence, diagnosis] = await deps.table.getAll([keys.evidence(id), keys.diagnosis(id)]);
    const pack = EvidencePack.safeParse(evidence?.['body']).data;
    const named = Diagnosis.safeParse(diagnosis?.['body']).data;
    if (named === undefined) return refused(`nothing is diagnosed: the incident is ${status}`);
    return {
      kind: 'data',
      data: {
        diagnosis: diagnosisView(named, pack),
        ...(pack?.onset === undefined ? {} : { onset: pack.onset }),
        signals: (pack?.signals ?? []).map(signalOf),
      },
    };
  },
});
