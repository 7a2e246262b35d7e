import * as z from 'zod';
import { isCreated, resolve, type Scope } from '../../local/template/resolve.ts';
import { ofType, refersTo, type Resource, resource, type Template, transformed } from './template.ts';

/** Values for the parameters of the template; what is not given keeps its default. */
export type Given = Readonly<Record<string, string>>;

const scopeOf = (given: Given, template: Template): Scope => ({
  parameters: Object.fromEntries(
    Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
      const value = given[name] ?? Default;
      return [name, Type === 'CommaDelimitedList' ? String(value).split(',') : value];
    }),
  ),
  conditions: template.Conditions,
  mappings: {},
  types: Object.fromEntries(Object.entries(template.Resources).map(([id, { Type }]) => [id, Type])),
  stackName: 'sovereign-ops',
});

/** Any part of the template with ARNs of one account and region in the place of its intrinsic functions. */
export const concrete = (node: unknown, given: Given = {}, template = transformed): unknown =>
  resolve(node, scopeOf(given, template));

export const exists = ({ Condition }: Resource, given: Given, template = transformed): boolean =>
  isCreated(Condition, scopeOf(given, template));

/** The ARN of a resource of the template. */
export const arnOf = (id: string, template = transformed): string =>
  z.string().parse(concrete({ 'Fn::GetAtt': [id, 'Arn'] }, {}, template));

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
        String(concrete(one.Properties['ServiceName'], {}, template)).endsWith(`.${service}`),
    )
    .map((one) => named(one, given, template));
