import type { ModelQuestion } from './question.ts';
import { consult } from './consult.ts';
import type { Consultant } from './consultant.ts';
import type { Diagnosis } from './diagnosis.ts';
import { disagreementOf } from './disagreement.ts';
import type { ModelProblem } from './problem.ts';
import { diagnoseByRules } from './rules.ts';

/** `problem` is set where a model is configured and did not speak. */
export type Diagnosed = { diagnosis: Diagnosis; problem?: ModelProblem };

/**
 * The diagnosis of an incident: by the model where there is one, it is within its budget and its answer has ground, else by
 * the rules, with a note that says why the model did not speak. Where both name a cause and differ, both are said. Never
 * throws for the model.
 */
export const diagnose = async (question: ModelQuestion, consultant?: Consultant): Promise<Diagnosed> => {
  const rules = diagnoseByRules(question.pack, question.resource);
  if (consultant === undefined) return { diagnosis: rules };
  const consulted = await consult(consultant, question);
  const { note, cost } = consulted;
  const beside = { ...(note === undefined ? {} : { modelNote: note }), ...(cost === undefined ? {} : { cost }) };
  if (consulted.kind === 'nothing') return { diagnosis: { ...rules, ...beside }, problem: consulted.problem };
  const disagreement = disagreementOf(consulted.diagnosis.causes, rules.causes);
  return {
    diagnosis: { ...consulted.diagnosis, ...(disagreement === undefined ? {} : { disagreement }), ...beside },
  };
};
