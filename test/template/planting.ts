import type { Operation } from 'rfc6902';
import * as z from 'zod';
import { resource, transformed } from './template.ts';

const Statements = z.array(z.unknown());
const Documents = z.looseObject({
  PolicyDocument: z.object({ Statement: Statements }).optional(),
  KeyPolicy: z.object({ Statement: Statements }).optional(),
  AssumeRolePolicyDocument: z.object({ Statement: Statements }).optional(),
});

/** Where something stands in the properties of a resource, as a JSON Pointer. */
export const propertyAt = (id: string, path: string): string => `/Resources/${id}/Properties/${path}`;

/**
 * Where a statement stands in a template, as a JSON Pointer, found by its Sid; of one that a condition chooses, where the
 * choice stands. Throws when there is none.
 */
export const statementAt = (id: string, sid: string, template = transformed): string => {
  const documents = Documents.parse(resource(id, template).Properties);
  for (const name of ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument'] as const) {
    const at = documents[name]?.Statement.findIndex((one) => JSON.stringify(one).includes(`"Sid":"${sid}"`)) ?? -1;
    if (at >= 0) return propertyAt(id, `${name}/Statement/${at}`);
  }
  throw new Error(`${id} has no statement ${sid}`);
};

/** One more resource, as somebody might add it. */
export const newResource = (id: string, Type: string, Properties: object = {}): Operation => ({
  op: 'add',
  path: `/Resources/${id}`,
  value: { Type, Properties },
});

/** One more statement in the policy of a role, as somebody might add it. */
export const oneMore = (policyId: string, statement: object): Operation[] => [
  {
    op: 'add',
    path: propertyAt(policyId, 'PolicyDocument/Statement/-'),
    value: { Sid: 'AddedByMistake', Effect: 'Allow', ...statement },
  },
];
