import { expect, it } from 'vitest';
import type { NetworkInterfaceWriter } from '../../../core/remediation/ec2/port.ts';

/** Two interfaces of one subnet, with the primary addresses that they have, and one of another subnet. */
export type Made = {
  port: NetworkInterfaceWriter;
  subnetId: string;
  one: { id: string; primary: string };
  two: { id: string; primary: string };
  elsewhere: { id: string; subnetId: string };
  /** What every interface has at first, and what it may have instead. */
  groups: { own: readonly string[]; quarantine: string };
};

const address = '10.20.1.75';
const refused = { name: 'PreconditionFailed' };

const addressesOf = async ({ port }: Made, id: string): Promise<{ address: string; primary: boolean }[]> => {
  const found = await port.get(id);
  if (found === undefined || found === 'partial') throw new Error(`${id} is ${found ?? 'not there'}`);
  return [...found.addresses];
};

/** What every port to network interfaces must do. `make` gives new interfaces with the source/destination check on. */
export const networkInterfacesContract = (make: () => Promise<Made>): void => {
  it('describes an interface, and none that does not exist', async () => {
    const { port, one, subnetId, groups } = await make();
    expect(await port.get(one.id)).toEqual({
      id: one.id,
      subnetId,
      sourceDestCheck: true,
      securityGroups: groups.own,
      addresses: [{ address: one.primary, primary: true }],
    });
    expect(await port.get('eni-0123456789abcdef0')).toBeUndefined();
  });

  it('moves an address: taken from one, given to the other, and back', async () => {
    const made = await make();
    const { port, subnetId, one, two } = made;
    await port.assign(one.id, address);
    expect(await port.holders(subnetId, address)).toEqual([one.id]);
    await port.unassign(one.id, address);
    await port.assign(two.id, address);
    expect(await port.holders(subnetId, address)).toEqual([two.id]);
    expect(await addressesOf(made, one.id)).toEqual([{ address: one.primary, primary: true }]);
    expect(await addressesOf(made, two.id)).toEqual([
      { address: two.primary, primary: true },
      { address, primary: false },
    ]);
    await port.unassign(two.id, address);
    await port.assign(one.id, address);
    expect(await port.holders(subnetId, address)).toEqual([one.id]);
  });

  it('takes no address away from another interface, nor gives one twice', async () => {
    const made = await make();
    const { port, subnetId, one, two } = made;
    await port.assign(one.id, address);
    await expect(port.assign(two.id, address)).rejects.toMatchObject(refused);
    await expect(port.assign(one.id, address)).rejects.toMatchObject(refused);
    await expect(port.assign(one.id, two.primary)).rejects.toMatchObject(refused);
    expect(await port.holders(subnetId, address)).toEqual([one.id]);
    expect(await addressesOf(made, two.id)).toHaveLength(1);
  });

  it('takes away neither a primary address nor one that is not there', async () => {
    const made = await make();
    const { port, one } = made;
    await expect(port.unassign(one.id, one.primary)).rejects.toMatchObject(refused);
    await expect(port.unassign(one.id, address)).rejects.toMatchObject(refused);
    expect(await addressesOf(made, one.id)).toEqual([{ address: one.primary, primary: true }]);
  });

  it('knows the holders of primary addresses, too, and of one subnet only', async () => {
    const { port, subnetId, one, elsewhere } = await make();
    expect(await port.holders(subnetId, one.primary)).toEqual([one.id]);
    expect(await port.holders(elsewhere.subnetId, one.primary)).toEqual([]);
  });

  it('switches the source/destination check off and on, each once', async () => {
    const { port, one, two } = await make();
    await expect(port.setSourceDestCheck(one.id, true)).rejects.toMatchObject(refused);
    await port.setSourceDestCheck(one.id, false);
    expect(await port.get(one.id)).toMatchObject({ sourceDestCheck: false });
    expect(await port.get(two.id)).toMatchObject({ sourceDestCheck: true });
    await expect(port.setSourceDestCheck(one.id, false)).rejects.toMatchObject(refused);
    await port.setSourceDestCheck(one.id, true);
    expect(await port.get(one.id)).toMatchObject({ sourceDestCheck: true });
  });

  it('replaces the security groups of one interface, and puts all of them back', async () => {
    const { port, one, two, groups } = await make();
    const { own, quarantine } = groups;
    await expect(port.setSecurityGroups(one.id, [quarantine], own)).rejects.toMatchObject(refused);
    await port.setSecurityGroups(one.id, own.toReversed(), [quarantine]);
    expect(await port.get(one.id)).toMatchObject({ securityGroups: [quarantine] });
    expect(await port.get(two.id)).toMatchObject({ securityGroups: own });
    await expect(port.setSecurityGroups(one.id, own, [quarantine])).rejects.toMatchObject(refused);
    await expect(port.setSecurityGroups(one.id, [quarantine], [quarantine])).rejects.toMatchObject(refused);
    await port.setSecurityGroups(one.id, [quarantine], own);
    expect(await port.get(one.id)).toMatchObject({ securityGroups: own });
  });

  it('changes nothing of an interface that does not exist', async () => {
    const { port, groups } = await make();
    const none = 'eni-0123456789abcdef0';
    await expect(port.assign(none, address)).rejects.toMatchObject(refused);
    await expect(port.unassign(none, address)).rejects.toMatchObject(refused);
    await expect(port.setSourceDestCheck(none, false)).rejects.toMatchObject(refused);
    const changed = port.setSecurityGroups(none, groups.own, [groups.quarantine]);
    await expect(changed).rejects.toMatchObject(refused);
  });
};
