import * as z from 'zod';
import { type Resource, type Template, transformed } from './template.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Statement = z.strictObject({
  Sid: z.string().min(5).optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  Action: list.default([]),
  /** Of a Deny only: everything else. */
  NotAction: list.optional(),
  Resource: z.unknown().optional(),
  /** Of a Deny only: on everything else. */
  NotResource: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});
export type Statement = z.infer<typeof Statement>;

const If = z.strictObject({ 'Fn::If': z.tuple([z.string(), z.unknown(), z.unknown()]) });
/** A log group's policy is text. */
const Text = z.strictObject({ 'Fn::Sub': z.string() }).transform((text): unknown => JSON.parse(text['Fn::Sub']));
const Body = z.object({ Statement: z.array(z.unknown()) });
const Document = z.union([Body, Text.pipe(Body)]);

/** The statements of a policy document; of an `Fn::If` the one that may be there. */
const statementsOf = (document: unknown): Statement[] =>
  Document.parse(document).Statement.map((one) => {
    const choice = If.safeParse(one);
    return Statement.parse(choice.success ? choice.data['Fn::If'][1] : one);
  });

const documentNames = ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument'] as const;

/** Every statement of a resource, whichever kind of policy it carries. */
export const policyOf = (resource: Resource): Statement[] =>
  documentNames.flatMap((name) => (name in resource.Properties ? statementsOf(resource.Properties[name]) : []));

export type Owned = Statement & { owner: Resource };

/** Every statement in a template with the resource it stands in. */
export const allStatementsOf = (template: Template): Owned[] =>
  Object.entries(template.Resources).flatMap(([id, resource]) =>
    policyOf({ ...resource, id }).map((statement) => ({ ...statement, owner: { ...resource, id } })),
  );
export const allStatements = allStatementsOf(transformed);
