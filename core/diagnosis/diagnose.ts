import { type ModelQuestion, askModel } from './ask-model.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Model } from './ports.ts';
import { diagnoseByRules } from './rules.ts';

/**
 * The diagnosis of an incident: by the model where there is one and its answer has ground (an answer without is asked for
 * once more), else by the rules, with a note that says why the model did not speak. Never throws for the model.
 */
export const diagnose = async (question: ModelQuestion, model?: Model): Promise<Diagnosis> => {
  const rules = diagnoseByRules(question.pack, question.resource);
  if (model === undefined) return rules;
  const first = await askModel(model, question);
  const said = first.kind === 'unusable' && first.again ? await askModel(model, question) : first;
  return said.kind === 'diagnosis' ? said.diagnosis : { ...rules, modelNote: said.note };
};
