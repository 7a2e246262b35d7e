import * as z from 'zod';
import { policyOf, type Statement } from './statements.ts';
import { pascal, refersTo, resource } from './template.ts';

export const readActions = ['GetItem', 'BatchGetItem', 'Query'] as const;
export type TableAction = (typeof readActions)[number] | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

const Keys = z.object({
  Null: z.object({ 'dynamodb:LeadingKeys': z.literal('false') }),
  'ForAllValues:StringLike': z.object({ 'dynamodb:LeadingKeys': z.array(z.string()).min(1) }),
});

/** The statements of a function's role that speak of items of the table or of an index. */
export const itemStatements = (functionName: string): Statement[] =>
  policyOf(resource(`${pascal(functionName)}Policy`)).filter(({ Action }) =>
    Action.some((one) => /^dynamodb:(?!Describe|List|GetRecords|GetShardIterator|GetResourcePolicy)/.test(one)),
  );

/** The partitions that a statement opens; throws when it opens all of them. */
export const partitionsOf = ({ Condition }: Statement): string[] =>
  Keys.parse(Condition)['ForAllValues:StringLike']['dynamodb:LeadingKeys'];

/** The statements by which the role of a function may do this to items of the table. */
const statementsFor = (functionName: string, action: TableAction): Statement[] =>
  itemStatements(functionName).filter(
    ({ Resource, Action }) => refersTo(Resource) === 'Table' && Action.includes(`dynamodb:${action}`),
  );

/** The partitions, as patterns, in which the role of a function may do this. */
export const opened = (functionName: string, action: TableAction): string[] =>
  statementsFor(functionName, action).flatMap(partitionsOf);

const isLike = (partition: string, like: string): boolean =>
  like.endsWith('*') ? partition.startsWith(like.slice(0, -1)) : partition === like;

/**
 * True when the role of a function in functions/ may do this by one request to items of the table with these partition
 * keys: `ForAllValues` wants all of them in one statement, what several statements open together does not count.
 */
export const mayTouch = (functionName: string, action: TableAction, ...partitions: string[]): boolean =>
  statementsFor(functionName, action).some((statement) => {
    const likes = partitionsOf(statement);
    return partitions.every((partition) => likes.some((like) => isLike(partition, like)));
  });

/** True when the role of a function may search this partition of an index. */
export const maySearch = (functionName: string, index: string, partition: string): boolean =>
  itemStatements(functionName).some(
    (statement) =>
      JSON.stringify(statement.Resource).includes(`/index/${index}"`) &&
      statement.Action.includes('dynamodb:Query') &&
      partitionsOf(statement).includes(partition),
  );
