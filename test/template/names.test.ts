import { namesInUse } from './names.ts';
import { propertyAt } from './planting.ts';
import { proves } from './proof.ts';

proves(
  namesInUse,
  {
    fault: 'every name of AWS',
    patch: [{ op: 'add', path: propertyAt('AllowedNames', 'Domains/-'), value: '*.amazonaws.com' }],
    said: '*.amazonaws.com may be asked',
  },
  {
    fault: 'every name before the block',
    patch: [{ op: 'replace', path: propertyAt('AllowedNames', 'Domains'), value: ['*'] }],
    said: 'as shipped: * may be asked',
  },
  {
    fault: 'an endpoint that nobody finds',
    patch: [{ op: 'remove', path: propertyAt('AllowedNames', 'Domains/3') }],
    said: 'monitoring.eu-central-1.amazonaws.com may not be asked',
  },
  {
    fault: 'a name for a service that is not switched on',
    patch: [
      {
        op: 'replace',
        path: propertyAt('AllowedNames', 'Domains/9'),
        value: 'bedrock-runtime.eu-central-1.amazonaws.com',
      },
    ],
    said: 'as shipped: bedrock-runtime.eu-central-1.amazonaws.com may be asked',
  },
  {
    fault: 'a list that blocks less than everything',
    patch: [{ op: 'replace', path: propertyAt('AllNames', 'Domains'), value: ['*.example.com'] }],
    said: 'the last rule does not block everything',
  },
  {
    fault: 'a firewall that anybody takes off',
    patch: [{ op: 'remove', path: propertyAt('NameFirewallAssociation', 'MutationProtection') }],
    said: 'no lasting firewall on Vpc',
  },
);
