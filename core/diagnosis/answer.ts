import * as z from 'zod';

const text = z.string().min(1).max(300);

/** What the model may say, and all it may say. Bounded, so that an endless answer is refused and not stored. */
export const Answer = z.object({
  verdict: z.enum(['diagnosed', 'abstained', 'healthy']),
  causes: z
    .array(
      z.object({
        category: z.string().max(64),
        /** `kind/namespace/name`, as the evidence writes it. */
        resource: z.string().max(900),
        summary: text,
        confidence: z.number().min(0).max(1),
        citations: z.array(z.string().max(8)).min(1).max(30),
      }),
    )
    .max(5),
  considered: z
    .array(z.object({ category: z.string().max(64), reason: text }))
    .max(5)
    .default([]),
  missing: z.array(text).max(5).default([]),
});
export type Answer = z.infer<typeof Answer>;

const words = { type: 'string' } as const;
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

/**
 * The tool the model is forced to use. Its schema is paid for in every call, so it is no more than what a model needs: what
 * the prompt says is not said again, and the categories are a list of words, which costs a third less than an `enum` and
 * binds a model as little. `Answer` and `ground` check everything.
 */
export const answerTool = (categories: readonly string[]): { name: string; description: string; schema: object } => ({
  name: 'report_diagnosis',
  description: 'Report the diagnosis.',
  schema: object({
    verdict: { enum: Answer.shape.verdict.options },
    causes: list(
      object({
        category: { type: 'string', description: `one of: ${categories.join(' ')}` },
        resource: words,
        summary: { type: 'string', description: 'one sentence' },
        confidence: { type: 'number' },
        citations: list(words),
      }),
    ),
    considered: list(object({ category: words, reason: words })),
    missing: list(words),
  }),
});
