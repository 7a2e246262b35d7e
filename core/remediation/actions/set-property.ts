import * as z from 'zod';
import type { Resource } from '../../incident/resource.ts';
import { defineAction } from '../action.ts';
import { cloudProperty } from '../as-code/cloud-property.ts';
import { type SettableProperty, settableProperties } from '../cloudcontrol/settable-properties.ts';
import { replaced } from '../json-patch.ts';
import { valueAt } from '../json-pointer.ts';
import { onlyField } from '../only-field.ts';

/** The parameters of one row of the table: nothing that another row allows is allowed here. */
const parametersOf = ({ type, path, identifier, identifiedBy, unit, min, max }: SettableProperty) => {
  const Value = z.int().min(min).max(max);
  return z.strictObject({
    type: z.literal(type).describe('The CloudFormation type of the resource.'),
    identifier: z.string().regex(identifier).describe(`The primary identifier: ${identifiedBy}.`),
    path: z.literal(path).describe(`The property; its values are ${unit}.`),
    value: z.union([
      z.strictObject({ to: Value.describe(`The new value, in ${unit}.`) }),
      z.strictObject({
        times: z.number().gt(1).max(10).describe('The new value as a multiple of the present one, rounded down.'),
        atMost: Value.describe(`The new value is never above this, in ${unit}.`),
      }),
    ]),
  });
};

const [first, ...others] = settableProperties;
const Parameters = z.discriminatedUnion('type', [parametersOf(first), ...others.map(parametersOf)]);
type Parameters = z.infer<typeof Parameters>;

const rowOf = ({ type }: Parameters): SettableProperty => {
  const row = settableProperties.find((one) => one.type === type);
  if (row === undefined) throw new Error(`${type} is not in the table of settable properties`);
  return row;
};

const nameOf = ({ identifier }: Parameters, row: SettableProperty): string => {
  const name = row.identifier.exec(identifier)?.[1];
  if (name === undefined) throw new Error(`${identifier} does not identify a resource of type ${row.type}`);
  return name;
};

const target = (p: Parameters): Resource => ({ kind: rowOf(p).kind, name: nameOf(p, rowOf(p)) });

/**
 * Raises one numeric property of a resource by AWS Cloud Control; only what `settable-properties.ts` lists. It never
 * lowers one, but for its undo: a lower retention or capacity loses what the prior value kept. Cloud Control calls the
 * services with the credentials of the session, so their calls are in its policy, on the ARN of the one resource.
 */
export const setProperty = defineAction({
  id: 'set-property',
  title: 'Raise a numeric property of a queue, a stream or a table',
  provider: 'cloudcontrol',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: {
      type: 'AWS::DynamoDB::Table',
      identifier: 'carts',
      path: '/ProvisionedThroughput/ReadCapacityUnits',
      value: { times: 2, atMost: 400 },
    },
    state: { '/ProvisionedThroughput/ReadCapacityUnits': 100, changing: false },
  },
  target,

  async describe(p, read) {
    // In this order: the value read after the last request has ended is the one that it left.
    const changing = await read.changing(p.type, p.identifier);
    const properties = await read.get(p.type, p.identifier);
    if (properties === undefined) return undefined;
    const value = z.number().safeParse(valueAt(properties, p.path));
    return { [p.path]: value.success ? value.data : null, changing };
  },

  plan(p, state) {
    const { min, max, unit } = rowOf(p);
    const before = state[p.path];
    if (state['changing'] === true) return { kind: 'impossible', reason: 'another change of it is under way' };
    if (typeof before !== 'number' || before < min || before > max) {
      return { kind: 'impossible', reason: `${p.path} is ${before ?? 'not set'}, expected ${min} to ${max} ${unit}` };
    }
    const after = 'to' in p.value ? p.value.to : Math.min(Math.floor(before * p.value.times), p.value.atMost);
    if (after <= before) {
      return { kind: 'impossible', reason: `${p.path} is ${before} ${unit}, not below ${after}: it is only raised` };
    }
    return { kind: 'planned', touched: [{ path: p.path, before, after }] };
  },

  settling: (_p, state) => state['changing'] === true,

  permissions(p, place) {
    const row = rowOf(p);
    return [
      {
        Sid: 'CloudControl',
        Effect: 'Allow',
        Action: ['cloudformation:GetResource', 'cloudformation:ListResourceRequests', 'cloudformation:UpdateResource'],
        // Cloud Control has no ARNs: which resource it is follows from the calls of its handlers below.
        Resource: ['*'],
      },
      {
        Sid: `Set${row.kind}`,
        Effect: 'Allow',
        Action: [...row.calls.read, ...row.calls.update],
        Resource: [row.arn(nameOf(p, row), place)],
      },
    ];
  },

  asCode: (p, touched) => cloudProperty(rowOf(p), target(p), touched),

  async apply(p, touched, write, { idempotencyKey }) {
    const { path, before, after } = onlyField(touched, p.path);
    await write.patch(p.type, p.identifier, replaced(path, before, after), idempotencyKey);
  },
});
