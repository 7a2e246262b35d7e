import * as z from 'zod';
import { concrete, exists, type Given, required } from './concrete.ts';
import { inEach } from './deployments.ts';
import type { Proof } from './proof.ts';
import { ofType, type Resource, type Template } from './template.ts';

const nobody = '127.0.0.1/32';

const Rule = z
  .strictObject({
    Description: z.string(),
    IpProtocol: z.literal('tcp'),
    FromPort: z.literal(443),
    ToPort: z.literal(443),
    CidrIp: z.string().optional(),
    DestinationSecurityGroupId: z.string().optional(),
    DestinationPrefixListId: z.string().optional(),
  })
  .transform(
    ({ CidrIp, DestinationSecurityGroupId, DestinationPrefixListId }) =>
      CidrIp ?? DestinationSecurityGroupId ?? DestinationPrefixListId ?? 'nowhere',
  );
/** Without a list EC2 would add one entry that allows everything. */
const Egress = z.array(Rule).min(1);

/** Where a group may send to in a deployment; a group that is not here may send to nobody. */
const destinations = (group: string, given: Given): string[] => {
  if (group === 'FunctionSecurityGroup') {
    const lists = Object.values(required);
    return [given['ExistingEndpointSecurityGroupId'] ?? 'EndpointSecurityGroup.GroupId', ...lists];
  }
  if (group === 'ClusterClientSecurityGroup') {
    const cluster = given['EksClusterSecurityGroupId'];
    return [given['EksApiCidr'] ?? nobody, ...(cluster === undefined ? [] : [cluster])];
  }
  return [nobody];
};

const wrongEgress = (template: Template, given: Given, { id, Properties }: Resource): string[] => {
  const egress = Egress.safeParse(concrete(Properties['SecurityGroupEgress'], given, template));
  if (!egress.success) return [`${id} has an open egress: ${z.prettifyError(egress.error).replaceAll('\n', ' ')}`];
  const wanted = destinations(id, given);
  const found = egress.data;
  return found.join() === wanted.join() ? [] : [`${id} may send to ${found.join()}; expected ${wanted.join()}`];
};

export const egressByName: Proof = {
  promise: 'functions send to the endpoint group and the two prefix lists, and to the cluster if there is one, on 443',
  broken: (template) =>
    inEach((given) =>
      ofType('AWS::EC2::SecurityGroup', template)
        .filter((group) => exists(group, given, template))
        .flatMap((group) => wrongEgress(template, given, group)),
    ),
};

const Ingress = z.looseObject({ FromPort: z.literal(443), ToPort: z.literal(443), IpProtocol: z.literal('tcp') });
const InlineIngress = z.array(Ingress.extend({ CidrIp: z.unknown() })).default([]);

/** Who is let in where: `from > group`, as the template writes it. */
const admitted = (template: Template): string[] => [
  ...ofType('AWS::EC2::SecurityGroupIngress', template).map(({ Properties }) => {
    const { SourceSecurityGroupId: from, GroupId } = Ingress.parse(Properties);
    return `${JSON.stringify(from)} > ${JSON.stringify(GroupId)}`;
  }),
  ...ofType('AWS::EC2::SecurityGroup', template).flatMap(({ id, Properties }) =>
    InlineIngress.parse(Properties['SecurityGroupIngress']).map(
      ({ CidrIp }) => `${JSON.stringify(CidrIp)} > {"Fn::GetAtt":["${id}","GroupId"]}`,
    ),
  ),
];
const admissions = [
  '{"Fn::GetAtt":["FunctionSecurityGroup","GroupId"]} > {"Fn::GetAtt":["EndpointSecurityGroup","GroupId"]}',
  '{"Fn::GetAtt":["ClusterClientSecurityGroup","GroupId"]} > {"Ref":"EksClusterSecurityGroupId"}',
  '{"Ref":"ApproverCidr"} > {"Fn::GetAtt":["ApprovalEndpointSecurityGroup","GroupId"]}',
];

export const nothingComesIn: Proof = {
  promise: 'functions are let in to endpoints and to the cluster, approvers to the page, and nobody else anywhere',
  broken: (template) => {
    const found = admitted(template);
    return [
      ...found.filter((one) => !admissions.includes(one)).map((one) => `lets in ${one}`),
      ...admissions.filter((one) => !found.includes(one)).map((one) => `does not let in ${one}`),
    ];
  },
};
