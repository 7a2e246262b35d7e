import * as z from 'zod';
import { isCreated, resolve, type Scope } from '../../local/template/resolve.ts';
import { ofType, refersTo, type Resource, resource, transformed } from './template.ts';

/** Values for the parameters of the template; what is not given keeps its default. */
export type Given = Readonly<Record<string, string>>;

const scopeOf = (given: Given): Scope => ({
  parameters: Object.fromEntries(
    Object.entries(transformed.Parameters).map(([name, { Type, Default }]) => {
      const value = given[name] ?? Default;
      return [name, Type === 'CommaDelimitedList' ? String(value).split(',') : value];
    }),
  ),
  conditions: transformed.Conditions,
  mappings: {},
  types: Object.fromEntries(Object.entries(transformed.Resources).map(([id, { Type }]) => [id, Type])),
  stackName: 'sovereign-ops',
});

/** Any part of the template with ARNs of one account and region in the place of its intrinsic functions. */
export const concrete = (node: unknown, given: Given = {}): unknown => resolve(node, scopeOf(given));

export const exists = ({ Condition }: Resource, given: Given): boolean => isCreated(Condition, scopeOf(given));

/** The ARN of a resource of the template. */
export const arnOf = (id: string): string => z.string().parse(concrete({ 'Fn::GetAtt': [id, 'Arn'] }));

export type NamedPolicy = { name: string; policy: unknown };

const named = (one: Resource, given: Given): NamedPolicy => ({
  name: one.id,
  policy: concrete(one.Properties['PolicyDocument'], given),
});

/** Every policy of a role: those it names as managed, and the `RolePolicy` resources that name it. */
export const policiesOf = (roleId: string, given: Given): NamedPolicy[] => {
  const managed = z.array(z.unknown()).default([]).parse(resource(roleId).Properties['ManagedPolicyArns']);
  const own = ofType('AWS::IAM::RolePolicy').filter(
    (one) => refersTo(one.Properties['RoleName']) === roleId && exists(one, given),
  );
  return [...managed.map((one) => resource(refersTo(one) ?? '')), ...own].map((one) => named(one, given));
};

/** The policy of the VPC endpoint of a service; none where there is no such endpoint. */
export const endpointPolicies = (service: string, given: Given): NamedPolicy[] =>
  ofType('AWS::EC2::VPCEndpoint')
    .filter((one) => exists(one, given) && String(concrete(one.Properties['ServiceName'])).endsWith(`.${service}`))
    .map((one) => named(one, given));
