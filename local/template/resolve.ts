import * as z from 'zod';
import { account, attributeOf, referenceOf, region } from './local-name.ts';

/** A template's own values: what its intrinsic functions may refer to. */
export type Scope = {
  parameters: Readonly<Record<string, unknown>>;
  conditions: Readonly<Record<string, unknown>>;
  mappings: Readonly<Record<string, unknown>>;
  /** Resource type by logical id. */
  types: Readonly<Record<string, string>>;
  /** What a resource is called; its logical id where this says nothing. */
  nameOf?: (logicalId: string) => string | undefined;
  stackName: string;
};

const Fields = z.record(z.string(), z.unknown());
const Pair = z.tuple([z.unknown(), z.unknown()]);
const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const pseudo = (scope: Scope): Record<string, unknown> => ({
  'AWS::AccountId': account,
  'AWS::NoValue': undefined,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackName': scope.stackName,
  'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${scope.stackName}/local`,
  'AWS::URLSuffix': 'amazonaws.com',
});

const reference = (name: string, scope: Scope): unknown => {
  const fixed = pseudo(scope);
  if (Object.hasOwn(fixed, name)) return fixed[name];
  if (Object.hasOwn(scope.parameters, name)) {
    const value = scope.parameters[name];
    if (value === undefined) throw new Error(`parameter ${name} has no default and was given no value`);
    return value;
  }
  const type = scope.types[name];
  if (type === undefined) throw new Error(`Ref ${name}: no such parameter or resource`);
  return referenceOf(scope.nameOf?.(name) ?? name, type);
};

const attribute = (logicalId: string, name: string, scope: Scope): string => {
  const type = scope.types[logicalId];
  if (type === undefined) throw new Error(`GetAtt ${logicalId}.${name}: no such resource`);
  return attributeOf(scope.nameOf?.(logicalId) ?? logicalId, type, name);
};

const substitute = (argument: unknown, scope: Scope): string => {
  const [text, values] = Array.isArray(argument)
    ? z.tuple([z.string(), Fields]).parse(argument)
    : [Text.parse(argument), {}];
  return text.replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
    if (literal === '!') return whole.replace('!', '');
    if (Object.hasOwn(values, name)) return Text.parse(resolve(values[name], scope));
    const dot = name.indexOf('.');
    return Text.parse(dot < 0 ? reference(name, scope) : attribute(name.slice(0, dot), name.slice(dot + 1), scope));
  });
};

/** The truth of a named condition, of a condition function or of a literal. */
const holds = (condition: unknown, scope: Scope): boolean => {
  if (typeof condition === 'string') {
    if (!Object.hasOwn(scope.conditions, condition)) throw new Error(`no condition ${condition}`);
    return holds(scope.conditions[condition], scope);
  }
  const [name, argument] = Object.entries(Fields.parse(condition))[0] ?? [];
  switch (name) {
    case 'Condition':
      return holds(z.string().parse(argument), scope);
    case 'Fn::Equals': {
      const [a, b] = Pair.parse(argument).map((side) => Text.parse(resolve(side, scope)));
      return a === b;
    }
    case 'Fn::Not':
      return !holds(z.array(z.unknown()).parse(argument)[0], scope);
    case 'Fn::And':
      return z
        .array(z.unknown())
        .parse(argument)
        .every((one) => holds(one, scope));
    case 'Fn::Or':
      return z
        .array(z.unknown())
        .parse(argument)
        .some((one) => holds(one, scope));
    case 'Fn::Contains': {
      const [list, member] = Pair.parse(argument).map((side) => resolve(side, scope));
      return z.array(z.unknown()).parse(list).includes(member);
    }
    case 'Fn::EachMemberIn': {
      const [list, members] = Pair.parse(argument).map((side) => z.array(z.unknown()).parse(resolve(side, scope)));
      return (list ?? []).every((one) => members?.includes(one));
    }
    default:
      throw new Error(`unknown condition function ${name}`);
  }
};

const select = (argument: unknown, scope: Scope): unknown => {
  const [index, list] = Pair.parse(argument);
  return z.array(z.unknown()).parse(resolve(list, scope))[Number(index)];
};

const mapped = (argument: unknown, scope: Scope): unknown => {
  const [map, first, second] = z
    .tuple([z.unknown(), z.unknown(), z.unknown()])
    .parse(argument)
    .map((part) => Text.parse(resolve(part, scope)));
  const value = Fields.parse(Fields.parse(scope.mappings[map ?? ''])[first ?? ''])[second ?? ''];
  if (value === undefined) throw new Error(`FindInMap ${map}.${first}.${second}: no such entry`);
  return value;
};

const functions: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  Ref: (argument, scope) => reference(z.string().parse(argument), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, name] = z.tuple([z.string(), z.string()]).parse(argument);
    return attribute(logicalId, name, scope);
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, list] = z.tuple([z.string(), z.unknown()]).parse(argument);
    return z.array(Text).parse(resolve(list, scope)).join(separator);
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(argument);
    return Text.parse(resolve(text, scope)).split(separator);
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = z.tuple([z.string(), z.unknown(), z.unknown()]).parse(argument);
    return resolve(holds(condition, scope) ? yes : no, scope);
  },
  'Fn::Select': select,
  'Fn::FindInMap': mapped,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
};

/**
 * A part of a template with its intrinsic functions worked out into local names; what is `AWS::NoValue` disappears.
 * Throws for a function that it does not know, a name that does not exist, and a parameter without a value.
 */
export const resolve = (node: unknown, scope: Scope): unknown => {
  if (Array.isArray(node)) return node.map((one) => resolve(one, scope)).filter((one) => one !== undefined);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node);
  const [name, argument] = entries[0] ?? ['', undefined];
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const work = functions[name];
    if (work === undefined) throw new Error(`unknown intrinsic function ${name}`);
    return work(argument, scope);
  }
  return Object.fromEntries(
    entries.map(([key, value]) => [key, resolve(value, scope)]).filter(([, value]) => value !== undefined),
  );
};

/** True when a resource with this `Condition` (none: always) is created. */
export const isCreated = (condition: string | undefined, scope: Scope): boolean =>
  condition === undefined || holds(condition, scope);
