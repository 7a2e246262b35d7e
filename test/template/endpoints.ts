import * as z from 'zod';
import { clientsOf } from './bundles.ts';
import { asShipped, concrete, exists, type Given } from './concrete.ts';
import { deployments, inEach } from './deployments.ts';
import type { Proof } from './proof.ts';
import { hostsOf } from './sdk-clients.ts';
import { policyOf, type Statement } from './statements.ts';
import { everyValue, ofType, type Resource, type Template } from './template.ts';

const all = deployments['every provider'] ?? {};

/** Of whom no function is a user: people reach the approval page by it. */
const forPeople = 'execute-api';

const serviceOf = (template: Template, { Properties }: Resource): string =>
  String(concrete(Properties['ServiceName'], asShipped, template)).replace('com.amazonaws.eu-central-1.', '');

/** The services that have an endpoint in a deployment. */
export const services = (template: Template, given: Given): string[] =>
  ofType('AWS::EC2::VPCEndpoint', template)
    .filter((one) => exists(one, given, template))
    .map((one) => serviceOf(template, one));

export const anEndpointForEachClient: Proof = {
  promise: 'for every SDK client in a bundle there is an endpoint',
  broken: (template) => {
    const there = services(template, all);
    return [...clientsOf].flatMap(([name, clients]) =>
      [...clients]
        .filter((client) => !hostsOf(client).some((host) => there.includes(host)))
        .map((client) => `${name} has ${client}, and there is no endpoint for ${hostsOf(client).join(' or ')}`),
    );
  },
};

export const aUserForEachEndpoint: Proof = {
  promise: 'no endpoint is without a function that uses it, and none is there twice',
  broken: (template) => {
    const used = new Set([...clientsOf.values()].flatMap((clients) => [...clients].flatMap(hostsOf)));
    const there = services(template, all);
    return [
      ...there.filter((one) => one !== forPeople && !used.has(one)).map((one) => `nobody uses ${one}`),
      ...there.filter((one, index) => there.indexOf(one) !== index).map((one) => `${one} has two endpoints`),
    ];
  },
};

const here = JSON.stringify({ Ref: 'AWS::AccountId' });
const spokes = JSON.stringify({ Ref: 'SpokeAccounts' });
/** The two roles that sessions of this system have in spoke accounts. */
const spokeRole = /^\{"Fn::Sub":"arn:\$\{AWS::Partition\}:iam::\*:role\/sovereign-ops-spoke-(reader|remediation)"\}$/;

const isOurs = (condition: Statement['Condition']): boolean =>
  JSON.stringify(condition['StringEquals']?.['aws:PrincipalAccount']) === here;
const isOfSpokes = (condition: Statement['Condition']): boolean =>
  JSON.stringify(condition['StringEquals']?.['aws:PrincipalAccount']) === spokes &&
  [condition['ArnLike']?.['aws:PrincipalArn']].flat().every((one) => spokeRole.test(JSON.stringify(one) ?? ''));

export const endpointsOfThisAccount: Proof = {
  promise: 'an endpoint carries single actions of this account, or of the two roles in spoke accounts',
  broken: (template) =>
    ofType('AWS::EC2::VPCEndpoint', template).flatMap((endpoint) => {
      const statements = policyOf(endpoint).filter(({ Effect }) => Effect === 'Allow');
      if (statements.length === 0) return [`${endpoint.id} has no policy, which allows everything`];
      return statements.flatMap(({ Sid, Action, Condition, Resource }) => [
        ...Action.filter((one) => one.includes('*')).map((one) => `${endpoint.id}, ${Sid}: ${one}`),
        // Whoever opens a link is anonymous, so there only the API itself tells the account.
        ...(isOurs(Condition) ||
        isOfSpokes(Condition) ||
        (serviceOf(template, endpoint) === forPeople && JSON.stringify(Resource).includes(':${AWS::AccountId}:'))
          ? []
          : [`${endpoint.id}, ${Sid}: not bound to this account`]),
      ]);
    }),
};

const Interface = z.object({
  VpcEndpointType: z.literal('Interface'),
  PrivateDnsEnabled: z.boolean(),
  SecurityGroupIds: z.tuple([z.string()]),
  SubnetIds: z.array(z.string()).min(1),
});
const Gateway = z.object({ VpcEndpointType: z.literal('Gateway'), RouteTableIds: z.array(z.string()).min(1) });
const Endpoint = z.discriminatedUnion('VpcEndpointType', [Interface, Gateway]);

const misplaced = (template: Template, given: Given, one: Resource): string[] => {
  const { VpcEndpointType, RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled, VpcId } = one.Properties;
  const asked = { VpcEndpointType, RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled };
  const endpoint = Endpoint.parse(concrete(asked, given, template));
  const inVpc = concrete(VpcId, given, template) === (given['ExistingVpcId'] ?? 'Vpc');
  const open = everyValue(endpoint).some((value) => value === 'none' || value === '');
  const people = serviceOf(template, one) === forPeople;
  const group = people ? 'ApprovalEndpointSecurityGroup.GroupId' : 'EndpointSecurityGroup.GroupId';
  return [
    ...(inVpc && !open ? [] : [`${one.id} is in another VPC, subnet or table`]),
    ...(endpoint.VpcEndpointType === 'Gateway' || endpoint.SecurityGroupIds[0] === group
      ? []
      : [`${one.id} is in the group ${endpoint.SecurityGroupIds[0]}`]),
    ...(endpoint.VpcEndpointType === 'Gateway' || endpoint.PrivateDnsEnabled !== people
      ? []
      : [`${one.id}: functions ask for the public name, people for the one with its id`]),
  ];
};

export const endpointsInside: Proof = {
  promise: 'endpoints are in the subnets of the functions, and none is made where they exist',
  broken: (template) =>
    inEach((given) => {
      const made = ofType('AWS::EC2::VPCEndpoint', template).filter((one) => exists(one, given, template));
      const surplus = made.filter((one) => given['Endpoints'] === 'EXISTING' && serviceOf(template, one) !== forPeople);
      return [
        ...surplus.map(({ id }) => `${id} is made, though there is one`),
        ...made.flatMap((one) => misplaced(template, given, one)),
      ];
    }),
};
