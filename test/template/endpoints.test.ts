import { anEndpointForEachClient, aUserForEachEndpoint, endpointsInside, endpointsOfThisAccount } from './endpoints.ts';
import { newResource, propertyAt, statementAt } from './planting.ts';
import { proves } from './proof.ts';

proves(
  anEndpointForEachClient,
  {
    fault: 'a service that has none',
    patch: [{ op: 'remove', path: '/Resources/CloudTrailEndpoint' }],
    said: 'analyzer has cloudtrail, and there is no endpoint for cloudtrail',
  },
  {
    fault: 'the endpoint of a neighboring service',
    patch: [
      {
        op: 'replace',
        path: propertyAt('CloudControlEndpoint', 'ServiceName'),
        value: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.cloudcontrol' },
      },
    ],
    said: 'rollback has cloudcontrol, and there is no endpoint for cloudcontrolapi',
  },
);

proves(aUserForEachEndpoint, {
  fault: 'an endpoint that nobody uses',
  patch: [
    newResource('SecretsEndpoint', 'AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.secretsmanager' },
    }),
  ],
  said: 'nobody uses secretsmanager',
});

proves(
  endpointsOfThisAccount,
  {
    fault: 'requests of another account',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('SnsEndpoint', 'OurNotices')}/Condition/StringEquals/aws:PrincipalAccount`,
        value: '210987654321',
      },
    ],
    said: 'SnsEndpoint, OurNotices: not bound to this account',
  },
  {
    fault: 'every action of a service',
    patch: [{ op: 'replace', path: `${statementAt('KmsEndpoint', 'OurMacAndSigningKeys')}/Action`, value: 'kms:*' }],
    said: 'KmsEndpoint, OurMacAndSigningKeys: kms:*',
  },
  {
    fault: 'any role of a spoke account',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('LogsEndpoint', 'ReadSpokes')}/Fn::If/1/Condition/ArnLike/aws:PrincipalArn`,
        value: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::*:role/*' },
      },
    ],
    said: 'LogsEndpoint, ReadSpokes: not bound to this account',
  },
  {
    fault: 'no policy at all',
    patch: [{ op: 'remove', path: propertyAt('StsEndpoint', 'PolicyDocument') }],
    said: 'StsEndpoint has no policy',
  },
);

proves(
  endpointsInside,
  {
    fault: 'a second endpoint where there is a central one',
    patch: [{ op: 'remove', path: '/Resources/KmsEndpoint/Condition' }],
    said: 'central endpoints: KmsEndpoint is made, though there is one',
  },
  {
    fault: 'an endpoint that the name of its service does not lead to',
    patch: [{ op: 'replace', path: propertyAt('StsEndpoint', 'PrivateDnsEnabled'), value: false }],
    said: 'StsEndpoint: functions ask for the public name',
  },
);
