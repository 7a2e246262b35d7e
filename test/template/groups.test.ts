import { egressByName, nothingComesIn } from './groups.ts';
import { propertyAt } from './planting.ts';
import { proves } from './proof.ts';

proves(
  egressByName,
  {
    fault: 'a group without a list of its own',
    patch: [{ op: 'remove', path: propertyAt('ClusterClientSecurityGroup', 'SecurityGroupEgress') }],
    said: 'ClusterClientSecurityGroup has an open egress',
  },
  {
    fault: 'every port',
    patch: [{ op: 'replace', path: propertyAt('FunctionSecurityGroup', 'SecurityGroupEgress/2/FromPort'), value: 0 }],
    said: 'FunctionSecurityGroup has an open egress',
  },
  {
    fault: 'a network beside the endpoints',
    patch: [
      {
        op: 'add',
        path: propertyAt('FunctionSecurityGroup', 'SecurityGroupEgress/-'),
        value: { Description: 'Proxy', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' },
      },
    ],
    said: 'FunctionSecurityGroup may send to EndpointSecurityGroup.GroupId,pl-0d,pl-53,10.0.0.0/8',
  },
  {
    fault: 'endpoints that talk',
    patch: [
      {
        op: 'replace',
        path: propertyAt('EndpointSecurityGroup', 'SecurityGroupEgress/0/CidrIp'),
        value: '10.73.0.0/24',
      },
    ],
    said: 'EndpointSecurityGroup may send to 10.73.0.0/24',
  },
);

proves(nothingComesIn, {
  fault: 'a way in to the functions',
  patch: [
    {
      op: 'add',
      path: propertyAt('FunctionSecurityGroup', 'SecurityGroupIngress'),
      value: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }],
    },
  ],
  said: 'lets in "10.0.0.0/8" > {"Fn::GetAtt":["FunctionSecurityGroup"',
});
