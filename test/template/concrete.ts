import * as z from 'zod';
import { isCreated, resolve, type Scope } from '../../local/template/resolve.ts';
import { ofType, refersTo, type Resource, resource, type Template, transformed } from './template.ts';

/** Values for the parameters of the template; what is not given keeps its default. */
export type Given = Readonly<Record<string, string>>;

/** Of this account and region; what whoever deploys must say has no default. */
export const required: Given = { DynamoDbPrefixListId: 'pl-0d', S3PrefixListId: 'pl-53' };

export const stackName = 'sovereign-ops';

/** Kinds of which CloudFormation makes a name from the names of stack and resource, so that a policy may hold a pattern. */
const namedByStack = new Set([
  'AWS::DynamoDB::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
]);

/** The name of a resource, as CloudFormation would make it. */
export const nameOf = (id: string, template = transformed): string | undefined => {
  const { Type, Properties } = resource(id, template);
  if (Type === 'AWS::Events::EventBus') return z.string().parse(concrete(Properties['Name'], {}, template));
  const name = `${stackName}-${id}-1X2Y3Z`;
  if (!namedByStack.has(Type)) return undefined;
  return Type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
};

const scopes = new WeakMap<Template, Map<string, Scope>>();

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
  stackName,
});

const scopeOf = (given: Given, template: Template): Scope => {
  const known = scopes.get(template) ?? new Map<string, Scope>();
  scopes.set(template, known);
  const key = JSON.stringify(given);
  const scope = known.get(key) ?? madeScope(given, template);
  known.set(key, scope);
  return scope;
};

export const asShipped: Given = {};

/** Any part of the template with ARNs of one account and region in the place of its intrinsic functions. */
export const concrete = (node: unknown, given: Given = asShipped, template = transformed): unknown =>
  resolve(node, scopeOf(given, template));

/** The same with the names that CloudFormation would make: policies match them by patterns. */
export const asDeployed = (node: unknown, given: Given = asShipped, template = transformed): unknown =>
  resolve(node, { ...scopeOf(given, template), nameOf: (id) => nameOf(id, template) });

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
  z.string().parse(asDeployed({ 'Fn::GetAtt': [id, 'Arn'] }, asShipped, template));

export type NamedPolicy = { name: string; policy: object };

const Document = z.record(z.string(), z.unknown());

const documents = new Map<string, object>();

/** What a policy text depends on beside itself, as a number for each text. */
const surroundings = new WeakMap<Template, number>();
const texts = new Map<string, number>();
const around = (template: Template): number => {
  const known = surroundings.get(template);
  if (known !== undefined) return known;
  const text = JSON.stringify([template.Parameters, template.Conditions]);
  const number = texts.get(text) ?? texts.size;
  texts.set(text, number);
  surroundings.set(template, number);
  return number;
};

type PolicyProperty = 'PolicyDocument' | 'KeyPolicy' | 'AssumeRolePolicyDocument';

/**
 * A policy that a resource of the template carries: one object for each text, however many templates hold it, so that what
 * was decided by it holds for all of them.
 */
export const documentOf = (
  one: Resource,
  property: PolicyProperty,
  template = transformed,
  given: Given = {},
): NamedPolicy => {
  const node = one.Properties[property];
  const key = JSON.stringify([node, given, around(template)]);
  const known = documents.get(key) ?? Document.parse(asDeployed(node, given, template));
  documents.set(key, known);
  return { name: one.id, policy: known };
};

const named = (one: Resource, given: Given, template: Template): NamedPolicy =>
  documentOf(one, 'PolicyDocument', template, given);

/** Every policy of a role: those it names as managed by this stack, and the `RolePolicy` resources that name it. */
export const policiesOf = (roleId: string, given: Given, template = transformed): NamedPolicy[] => {
  const managed = z.array(z.unknown()).default([]).parse(resource(roleId, template).Properties['ManagedPolicyArns']);
  const own = ofType('AWS::IAM::RolePolicy', template).filter(
    (one) => refersTo(one.Properties['RoleName']) === roleId && exists(one, given, template),
  );
  return [...managed.map((one) => resource(refersTo(one) ?? '', template)), ...own].map((one) =>
    named(one, given, template),
  );
};

const Boundary = z.object({ 'Fn::If': z.tuple([z.string(), z.unknown(), z.unknown()]) });

/** The boundary of a role that the stack makes itself; undefined for a role without. */
export const boundaryOf = (roleId: string, given: Given, template = transformed): NamedPolicy | undefined => {
  const parsed = Boundary.safeParse(resource(roleId, template).Properties['PermissionsBoundary']);
  const id = parsed.success ? refersTo(parsed.data['Fn::If'][1]) : undefined;
  return id === undefined ? undefined : named(resource(id, template), given, template);
};

/** The policy of the VPC endpoint of a service; none where there is no such endpoint. */
export const endpointPolicies = (service: string, given: Given, template = transformed): NamedPolicy[] =>
  endpointsOf(template)
    .filter(([name, one]) => name.endsWith(`.${service}`) && exists(one, given, template))
    .map(([, one]) => named(one, given, template));

const endpoints = new WeakMap<Template, [service: string, Resource][]>();

const endpointsOf = (template: Template): [service: string, Resource][] => {
  const known =
    endpoints.get(template) ??
    ofType('AWS::EC2::VPCEndpoint', template).map((one): [string, Resource] => [
      String(concrete(one.Properties['ServiceName'], {}, template)),
      one,
    ]);
  endpoints.set(template, known);
  return known;
};
