import * as z from 'zod';
import { Resource } from '../incident/resource.ts';

/** What the model may say, and all it may say. Bounded, so that an endless answer is refused and not stored. */
export const Answer = z.object({
  verdict: z.enum(['diagnosed', 'abstained', 'healthy']),
  causes: z
    .array(
      z.object({
        category: z.string().max(64),
        resource: Resource,
        summary: z.string().min(1).max(300),
        confidence: z.number().min(0).max(1),
        citations: z.array(z.string().max(8)).min(1).max(30),
      }),
    )
    .max(5),
});
export type Answer = z.infer<typeof Answer>;

const described = (categories: readonly string[]) =>
  z.object({
    verdict: Answer.shape.verdict.describe(
      'diagnosed, abstained (the evidence does not tell) or healthy (nothing wrong)',
    ),
    causes: z
      .array(
        Answer.shape.causes.element.extend({
          category: z.enum(categories).describe('the finest category that the evidence supports'),
          resource: Resource.describe('kind, namespace and name exactly as in the evidence'),
          summary: z.string().max(300).describe('one sentence for the on-call engineer'),
          citations: z.array(z.string()).min(1).describe('ids of signals: S1, S2 ...'),
        }),
      )
      .max(5)
      .describe('the most likely first; empty unless the verdict is diagnosed'),
  });

/** The tool the model is forced to use, with the list of categories in its JSON schema. */
export const answerTool = (categories: readonly string[]): { name: string; description: string; schema: object } => {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(described(categories));
  return { name: 'report_diagnosis', description: 'Report the root cause of the incident, with citations.', schema };
};
