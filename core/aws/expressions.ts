import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Condition, Scalar, Write } from '../incident/table.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Every name goes through a placeholder: half of the domain's words (`status`, `name`) are reserved in DynamoDB. */
const clause = (condition: Condition, name: string, value: string): string => {
  switch (condition.is) {
    case 'equal':
      return `${name} = ${value}`;
    case 'differs':
      // On its own `<>` is false for an absent attribute; the port promises that absent differs from everything.
      return `(attribute_not_exists(${name}) OR ${name} <> ${value})`;
    case 'before':
      return `${name} < ${value}`;
    case 'after':
      return `${name} > ${value}`;
    case 'absent':
      return `attribute_not_exists(${name})`;
    default:
      return condition satisfies never;
  }
};

type Conditional = {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Scalar>;
};

/** All conditions joined by AND, as the three expression fields of a DynamoDB write; none at all for no condition. */
export const conditionExpression = (when: readonly Condition[]): Conditional => {
  if (when.length === 0) return {};
  const values = when.flatMap((c, i) => (c.is === 'absent' ? [] : [[`:v${i}`, c.value] as const]));
  return {
    ConditionExpression: when.map((c, i) => clause(c, `#a${i}`, `:v${i}`)).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(when.map((c, i) => [`#a${i}`, c.attribute])),
    // DynamoDB refuses an empty map of values.
    ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
};

/** One write as an item of TransactWriteItems. Throws for a check that checks nothing: DynamoDB has no such thing. */
export const transactItem = (TableName: string, write: Write): TransactItem => {
  switch (write.kind) {
    case 'create':
      return { Put: { TableName, Item: write.item, ...conditionExpression([{ attribute: 'pk', is: 'absent' }]) } };
    case 'replace':
      return { Put: { TableName, Item: write.item, ...conditionExpression(write.when) } };
    case 'delete':
      return { Delete: { TableName, Key: write.key, ...conditionExpression(write.when) } };
    case 'check': {
      const { ConditionExpression, ...names } = conditionExpression(write.when);
      if (ConditionExpression === undefined) throw new Error(`a check of ${write.key.pk} needs a condition`);
      return { ConditionCheck: { TableName, Key: write.key, ConditionExpression, ...names } };
    }
    default:
      return write satisfies never;
  }
};
