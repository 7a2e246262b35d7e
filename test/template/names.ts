import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { concrete, endpointPolicies, exists, type Given, nameOf } from './concrete.ts';
import { inEach } from './deployments.ts';
import { services } from './endpoints.ts';
import type { Proof } from './proof.ts';
import { everyValue, ofType, resource, type Template } from './template.ts';

const suffix = 'eu-central-1.amazonaws.com';

/** The buckets that functions may reach: their names are host names. */
const buckets = (template: Template, given: Given): string[] => {
  const arns = endpointPolicies('s3', given, template).flatMap(({ policy }) => everyValue(policy));
  const named = new Set(arns.flatMap((one) => /^arn:aws:s3:::([^/]+)/.exec(String(one))?.[1] ?? []));
  return ofType('AWS::S3::Bucket', template).flatMap(({ id }) => (named.has(nameOf(id, template) ?? id) ? [id] : []));
};

/** One name for each endpoint that functions use; the same where the endpoints exist already. */
const needed = (template: Template, given: Given): string[] => {
  const own = given['Endpoints'] === undefined ? given : { ...given, Endpoints: 'CREATE' };
  return [
    ...services(template, own)
      .filter((service) => service !== 'execute-api' && service !== 's3')
      .map((service) => `${service}.${suffix}`),
    ...buckets(template, own).map((bucket) => `${bucket}.s3.${suffix}`),
    ...(given['EksEndpoint'] === undefined ? [] : [given['EksEndpoint'].slice('https://'.length)]),
  ].toSorted();
};

const Rules = z.array(
  z.object({
    Priority: z.int(),
    Action: z.enum(['ALLOW', 'BLOCK', 'ALERT']),
    FirewallDomainListId: z.string(),
    BlockResponse: z.enum(['NODATA', 'NXDOMAIN']).optional(),
  }),
);
const Domains = z.array(z.string());

/** What may be asked in a deployment before everything is blocked; undefined where the list does not end so. */
const allowed = (template: Template, given: Given): string[] | undefined => {
  const rules = Rules.parse(concrete(resource('NameFirewall', template).Properties['FirewallRules'], given, template))
    .toSorted((a, b) => a.Priority - b.Priority)
    .map(({ Action, FirewallDomainListId: id }) => ({
      Action,
      domains: Domains.parse(concrete(resource(id, template).Properties['Domains'], given, template)),
    }));
  const last = rules.at(-1);
  if (last?.Action !== 'BLOCK' || last.domains.join() !== '*') return undefined;
  return rules.flatMap(({ Action, domains }) => (Action === 'BLOCK' ? [] : domains)).toSorted();
};

const wrongNames = (template: Template, given: Given): string[] => {
  const found = ofType('AWS::Route53Resolver::FirewallRuleGroupAssociation', template)
    .filter((one) => exists(one, given, template))
    .map(({ Properties }) => concrete(Properties, given, template));
  const vpc = given['ExistingVpcId'] ?? 'Vpc';
  const wanted = vpc === 'Vpc' || given['DnsFirewall'] === 'EXISTING_VPC';
  if (!wanted) return found.length === 0 ? [] : ['a firewall on a VPC of somebody else'];
  const association = { FirewallRuleGroupId: 'NameFirewall', VpcId: vpc, Priority: 101, MutationProtection: 'ENABLED' };
  if (!isDeepStrictEqual(found, [association])) return [`no lasting firewall on ${vpc}`];
  const names = allowed(template, given);
  if (names === undefined) return ['the last rule does not block everything'];
  const expected = needed(template, given);
  return [
    ...names.filter((name) => !expected.includes(name)).map((name) => `${name} may be asked`),
    ...expected.filter((name) => !names.includes(name)).map((name) => `${name} may not be asked`),
  ];
};

export const namesInUse: Proof = {
  promise: 'the VPC resolves the name of each endpoint in use, of the buckets and the cluster, and nothing else',
  broken: (template) => inEach((given) => wrongNames(template, given)),
};
