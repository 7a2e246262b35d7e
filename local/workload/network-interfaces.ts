import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { NetworkInterface, NetworkInterfaceWriter } from '../../core/remediation/ec2/port.ts';

/**
 * The EC2 API for a few interfaces of one account, with the preconditions of the real adapter: what does not change
 * anything, would move a primary address or would take one away is refused. `changed` hears of each change.
 */
export const interfacesApi = (
  interfaces: Map<string, NetworkInterface>,
  changed: () => void = () => undefined,
): NetworkInterfaceWriter => {
  const change = (id: string, to: (live: NetworkInterface) => NetworkInterface | string): void => {
    const live = interfaces.get(id);
    const next = live === undefined ? 'does not exist' : to(live);
    if (typeof next === 'string') throw new PreconditionFailed(`${id} ${next}`);
    interfaces.set(id, next);
    changed();
  };
  const holdersOf = (subnetId: string, address: string): string[] =>
    [...interfaces.values()]
      .filter((one) => one.subnetId === subnetId && one.addresses.some((held) => held.address === address))
      .map(({ id }) => id);

  return {
    get: async (id) => structuredClone(interfaces.get(id)),
    holders: async (subnetId, address) => holdersOf(subnetId, address),
    assign: async (id, address) =>
      change(id, (live) => {
        const holders = holdersOf(live.subnetId, address);
        if (holders.length > 0) return `cannot get ${address}: it is on ${holders.join(', ')}`;
        return { ...live, addresses: [...live.addresses, { address, primary: false }] };
      }),
    unassign: async (id, address) =>
      change(id, (live) => {
        const held = live.addresses.find((one) => one.address === address);
        if (held === undefined || held.primary) return `has ${address} not as a secondary address`;
        return { ...live, addresses: live.addresses.filter((one) => one !== held) };
      }),
    setSourceDestCheck: async (id, value) =>
      change(id, (live) =>
        live.sourceDestCheck === value ? `checks already: ${value}` : { ...live, sourceDestCheck: value },
      ),
    setSecurityGroups: async (id, from, to) =>
      change(id, (live) => {
        const [before, after] = [from.toSorted(), to.toSorted()];
        if (live.securityGroups?.join() !== before.join()) return `has not the security groups ${before.join(', ')}`;
        return before.join() === after.join() ? 'has these security groups' : { ...live, securityGroups: after };
      }),
  };
};
