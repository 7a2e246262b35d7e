import type { Operation } from 'rfc6902';
import * as z from 'zod';
import { resource } from './template.ts';

const Statements = z.array(z.unknown());
const Documents = z.looseObject({
  PolicyDocument: z.object({ Statement: Statements }).optional(),
  KeyPolicy: z.object({ Statement: Statements }).optional(),
  AssumeRolePolicyDocument: z.object({ Statement: Statements }).optional(),
});

/**
 * Where a statement stands in transformed.json, as a JSON Pointer, found by its Sid; of one that a condition chooses, where
 * the choice stands. Throws when there is none.
 */
export const statementAt = (id: string, sid: string): string => {
  const documents = Documents.parse(resource(id).Properties);
  for (const name of ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument'] as const) {
    const at = documents[name]?.Statement.findIndex((one) => JSON.stringify(one).includes(`"Sid":"${sid}"`)) ?? -1;
    if (at >= 0) return `/Resources/${id}/Properties/${name}/Statement/${at}`;
  }
  throw new Error(`${id} has no statement ${sid}`);
};

/** One more statement in the policy of a role, as somebody might add it. */
export const oneMore = (policyId: string, statement: object): Operation[] => [
  {
    op: 'add',
    path: `/Resources/${policyId}/Properties/PolicyDocument/Statement/-`,
    value: { Sid: 'AddedByMistake', Effect: 'Allow', ...statement },
  },
];
