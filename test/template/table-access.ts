import * as z from 'zod';
import { policyOf, type Statement } from './statements.ts';
import { pascal, refersTo, resource } from './template.ts';

export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

const Keys = z.object({
  Null: z.object({ 'dynamodb:LeadingKeys': z.literal('false') }),
  'ForAllValues:StringLike': z.object({ 'dynamodb:LeadingKeys': z.array(z.string()).min(1) }),
});

/** The statements of a function's role that speak of items of the table or of an index. */
export const itemStatements = (functionName: string): Statement[] =>
  policyOf(resource(`${pascal(functionName)}Policy`)).filter(({ Action }) =>
    Action.some((one) => /^dynamodb:(?!Describe|List|GetRecords|GetShardIterator)/.test(one)),
  );

/** The partitions that a statement opens; throws when it opens all of them. */
export const partitionsOf = ({ Condition }: Statement): string[] =>
  Keys.parse(Condition)['ForAllValues:StringLike']['dynamodb:LeadingKeys'];

/** True when the role of a function in functions/ may do this to items of the table with this partition key. */
export const mayTouch = (functionName: string, action: TableAction, partition: string): boolean =>
  itemStatements(functionName).some(
    (statement) =>
      refersTo(statement.Resource) === 'Table' &&
      statement.Action.includes(`dynamodb:${action}`) &&
      partitionsOf(statement).some((like) =>
        like.endsWith('*') ? partition.startsWith(like.slice(0, -1)) : partition === like,
      ),
  );

/** True when the role of a function may search this partition of an index. */
export const maySearch = (functionName: string, index: string, partition: string): boolean =>
  itemStatements(functionName).some(
    (statement) =>
      JSON.stringify(statement.Resource).includes(`/index/${index}"`) &&
      statement.Action.includes('dynamodb:Query') &&
      partitionsOf(statement).includes(partition),
  );
