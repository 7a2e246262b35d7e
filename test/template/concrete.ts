import * as z from 'zod';
import { isCreated, resolve, type Scope } from '../../local/template/resolve.ts';
import { ofType, refersTo, type Resource, resource, type Template, transformed } from './template.ts';

/** Values for the parameters of the template; what is not given keeps its default. */
export type Given = Readonly<Record<string, string>>;

/** Of this account and region; what whoever deploys must say has no default. */
export const required: Given = { DynamoDbPrefixListId: 'pl-0d', S3PrefixListId: 'pl-53' };

const madeScope = (given: Given, template: Template): Scope => ({
  parameters: Object.fromEntries(
    Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
      const value: unknown = given[name] ?? Default ?? required[name];
      return [name, Type === 'CommaDelimitedList' && typeof value === 'string' ? value.split(',') : value];
    }),
  ),
  conditions: template.Conditions,
  mappings: {},
  types: Object.fromEntries(Object.entries(template.Resources).map(([id, { Type }]) => [id, Type])),
  stackName: 'sovereign-ops',
});

/** Scopes by template and values: most tests ask the same again and again. */
const scopes = new WeakMap<Template, WeakMap<Given, Scope>>();
const scopeOf = (given: Given, template: Template): Scope => {
  const known = scopes.get(template) ?? new WeakMap<Given, Scope>();
  const scope = known.get(given) ?? madeScope(given, template);
  scopes.set(template, known.set(given, scope));
  return scope;
};

export const asShipped: Given = {};

/** Any part of the template with ARNs of one account and region in the place of its intrinsic functions. */
export const concrete = (node: unknown, given: Given = asShipped, template = transformed): unknown =>
  resolve(node, scopeOf(given, template));

export const exists = ({ Condition }: Resource, given: Given, template = transformed): boolean =>
  isCreated(Condition, scopeOf(given, template));

/** Why CloudFormation would not deploy with these values: what each broken rule says. */
export const refused = (given: Given, template = transformed): string[] => {
  const scope = scopeOf(given, template);
  const holds = (condition: unknown): boolean => isCreated('asked', { ...scope, conditions: { asked: condition } });
  return Object.values(template.Rules)
    .filter(({ RuleCondition }) => holds(RuleCondition))
    .flatMap(({ Assertions }) => Assertions.filter(({ Assert }) => !holds(Assert)))
    .map(({ AssertDescription }) => AssertDescription);
};

/** The ARN of a resource of the template. */
export const arnOf = (id: string, template = transformed): string =>
  z.string().parse(concrete({ 'Fn::GetAtt': [id, 'Arn'] }, asShipped, template));

export type NamedPolicy = { name: string; policy: unknown };

const named = (one: Resource, given: Given, template: Template): NamedPolicy => ({
  name: one.id,
  policy: concrete(one.Properties['PolicyDocument'], given, template),
});

/** Every policy of a role: those it names as managed, and the `RolePolicy` resources that name it. */
export const policiesOf = (roleId: string, given: Given, template = transformed): NamedPolicy[] => {
  const managed = z.array(z.unknown()).default([]).parse(resource(roleId, template).Properties['ManagedPolicyArns']);
  const own = ofType('AWS::IAM::RolePolicy', template).filter(
    (one) => refersTo(one.Properties['RoleName']) === roleId && exists(one, given, template),
  );
  return [...managed.map((one) => resource(refersTo(one) ?? '', template)), ...own].map((one) =>
    named(one, given, template),
  );
};

/** The policy of the VPC endpoint of a service; none where there is no such endpoint. */
export const endpointPolicies = (service: string, given: Given, template = transformed): NamedPolicy[] =>
  ofType('AWS::EC2::VPCEndpoint', template)
    .filter(
      (one) =>
        exists(one, given, template) &&
        String(concrete(one.Properties['ServiceName'], asShipped, template)).endsWith(`.${service}`),
    )
    .map((one) => named(one, given, template));
