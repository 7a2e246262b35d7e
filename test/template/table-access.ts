import * as z from 'zod';
import { policyOf, type Statement } from './statements.ts';
import { pascal, refersTo, resource, type Template, transformed } from './template.ts';

export const readActions = ['GetItem', 'BatchGetItem', 'Query'] as const;
export type TableAction = (typeof readActions)[number] | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

const Keys = z.object({
  Null: z.object({ 'dynamodb:LeadingKeys': z.literal('false') }),
  'ForAllValues:StringLike': z.object({ 'dynamodb:LeadingKeys': z.array(z.string()).min(1) }),
});

/**
 * The partitions that a statement opens; undefined when it opens all of them. `ForAllValues` is true of a request without
 * keys, too: a scan, a statement of PartiQL. So `Null` must demand them beside it.
 */
export const partitionsOf = ({ Condition }: Statement): string[] | undefined =>
  Keys.safeParse(Condition).data?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'];

const isLike = (partition: string, like: string): boolean =>
  like.endsWith('*') ? partition.startsWith(like.slice(0, -1)) : partition === like;

type Opening = { statement: Statement; partitions: readonly string[] };

/** What the roles of a template may do to items, by the statements in them. */
export const tableAccess = (template: Template = transformed) => {
  const read = new Map<string, Opening[]>();

  /** The statements of a function's role that speak of items of the table or of an index. */
  const openings = (functionName: string): Opening[] => {
    const known = read.get(functionName);
    if (known !== undefined) return known;
    const all = policyOf(resource(`${pascal(functionName)}Policy`, template))
      .filter(({ Action }) =>
        Action.some((one) => /^dynamodb:(?!Describe|List|GetRecords|GetShardIterator|GetResourcePolicy)/.test(one)),
      )
      .map((statement) => ({ statement, partitions: partitionsOf(statement) ?? ['*'] }));
    read.set(functionName, all);
    return all;
  };

  /** The statements by which the role of a function may do this to items of the table. */
  const openingsFor = (functionName: string, action: TableAction): Opening[] =>
    openings(functionName).filter(
      ({ statement: { Resource, Action } }) => refersTo(Resource) === 'Table' && Action.includes(`dynamodb:${action}`),
    );

  return {
    itemStatements: (functionName: string): Statement[] => openings(functionName).map(({ statement }) => statement),

    /** The partitions, as patterns, in which the role of a function may do this. */
    opened: (functionName: string, action: TableAction): string[] =>
      openingsFor(functionName, action).flatMap(({ partitions }) => partitions),

    /**
     * True when the role of a function in functions/ may do this by one request to items of the table with these
     * partition keys: `ForAllValues` wants all of them in one statement, what several open together does not count.
     */
    mayTouch: (functionName: string, action: TableAction, ...partitions: string[]): boolean =>
      openingsFor(functionName, action).some(({ partitions: likes }) =>
        partitions.every((partition) => likes.some((like) => isLike(partition, like))),
      ),

    /** True when the role of a function may search this partition of an index. */
    maySearch: (functionName: string, index: string, partition: string): boolean =>
      openings(functionName).some(
        ({ statement, partitions }) =>
          JSON.stringify(statement.Resource).includes(`/index/${index}"`) &&
          statement.Action.includes('dynamodb:Query') &&
          partitions.includes(partition),
      ),
  };
};

export const { itemStatements, opened, mayTouch, maySearch } = tableAccess();
