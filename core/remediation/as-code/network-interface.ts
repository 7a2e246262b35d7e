import type { Resource } from '../../incident/resource.ts';
import type { TouchedField } from '../action.ts';
import { cloudFormation, terraform } from './builders.ts';
import type { HclBody } from './hcl.ts';
import type { AsCode } from './patch.ts';
import type { Tree } from './yaml.ts';

const prefix = 'addresses.';

/**
 * An EC2 network interface. Its secondary addresses are one list in code, of which a change only knows the address that
 * comes or goes; so what goes is said in words, and whoever keeps the list is told that it is not all of it.
 */
export const networkInterface = (target: Resource, touched: readonly TouchedField[]): AsCode => {
  const changes = touched.filter(({ path }) => path.startsWith(prefix));
  const address = ({ path }: TouchedField): string => path.slice(prefix.length);
  const isHeld = ({ after }: TouchedField): boolean => after !== null && after !== false;
  const added = changes.filter(isHeld).map(address);
  const removed = changes.filter((one) => !isHeld(one)).map(address);
  const groups = touched.find(({ path }) => path === 'securityGroups');
  const ids = groups === undefined ? [] : String(groups.after).split(',');
  const check = touched.find(({ path }) => path === 'sourceDestCheck');

  const body: HclBody = {
    ...(added.length === 0 ? {} : { private_ips: added }),
    ...(check === undefined ? {} : { source_dest_check: check.after }),
    ...(ids.length === 0 ? {} : { security_groups: ids }),
  };
  const properties: Tree = {
    ...(added.length === 0
      ? {}
      : { PrivateIpAddresses: added.map((one) => ({ PrivateIpAddress: one, Primary: false })) }),
    ...(check === undefined ? {} : { SourceDestCheck: check.after }),
    ...(ids.length === 0 ? {} : { GroupSet: ids }),
  };
  const notes = [
    ...(added.length === 0 ? [] : ['the addresses that the interface has already stay in the list']),
    ...removed.map((one) => `take ${one} out of private_ips and PrivateIpAddresses of ${target.name}`),
  ];
  const note = notes.length === 0 ? {} : { note: notes.join('; ') };
  if (Object.keys(body).length === 0) return { patches: [], ...note };
  const patches = [
    terraform('aws_network_interface', target.name, body),
    cloudFormation('AWS::EC2::NetworkInterface', target.name, properties),
  ];
  return { patches, ...note };
};
