import type { NetworkInterface } from '../../core/remediation/ec2/port.ts';
import { interfacesApi } from '../../local/workload/network-interfaces.ts';

export const failed = 'eni-0a1b2c3d4e5f60001';
export const standby = 'eni-0a1b2c3d4e5f60002';
export const subnet = { id: 'subnet-0a1b2c3d4e5f60000', cidr: '10.20.1.0/24' };
/** The groups that an interface has, and the one that lets nothing through. */
export const ownGroups = ['sg-0a1b2c3d4e5f60001', 'sg-0a1b2c3d4e5f60002'];
export const quarantineGroup = 'sg-0a1b2c3d4e5f6000f';
export const moved = '10.20.1.75';

export const networkInterface = (id: string, change: Partial<NetworkInterface> = {}): NetworkInterface => ({
  id,
  subnetId: subnet.id,
  sourceDestCheck: true,
  securityGroups: ownGroups,
  addresses: [{ address: id === failed ? '10.20.1.11' : '10.20.1.12', primary: true }],
  ...change,
});

export const holding = (id: string, address: string = moved): NetworkInterface => {
  const one = networkInterface(id);
  return { ...one, addresses: [...one.addresses, { address, primary: false }] };
};

/** The fake of the EC2 port over these interfaces, with every call that changed something. */
export const fakeInterfaces = (...all: NetworkInterface[]) => {
  const state = new Map(all.map((one) => [one.id, one]));
  const calls: string[] = [];
  const api = interfacesApi(state);
  const ec2: typeof api = {
    ...api,
    assign: async (id, address) => {
      calls.push(`assign ${address} ${id}`);
      await api.assign(id, address);
    },
    unassign: async (id, address) => {
      calls.push(`unassign ${address} ${id}`);
      await api.unassign(id, address);
    },
    setSourceDestCheck: async (id, value) => {
      calls.push(`sourceDestCheck ${value} ${id}`);
      await api.setSourceDestCheck(id, value);
    },
    setSecurityGroups: async (id, from, to) => {
      calls.push(`securityGroups ${to.join(' ')} ${id}`);
      await api.setSecurityGroups(id, from, to);
    },
  };
  return { ec2, state, calls };
};
