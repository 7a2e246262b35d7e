/** The part of an EC2 network interface that the actions read. */
export type NetworkInterface = {
  id: string;
  subnetId: string;
  /** False: the interface forwards packets that are not addressed to it. */
  sourceDestCheck: boolean;
  /** Ids, sorted. Undefined: EC2 did not say. */
  securityGroups: readonly string[] | undefined;
  /** IPv4 addresses; exactly one is primary and never moves. */
  addresses: readonly { address: string; primary: boolean }[];
};

/** EC2 answered, but not with everything that was asked for: nothing may be concluded from it. */
export type PartialAnswer = 'partial';

/** Reads network interfaces. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type NetworkInterfaceReader = {
  /** Undefined when there is no such interface. */
  get(id: string): Promise<NetworkInterface | PartialAnswer | undefined>;
  /** The ids of the interfaces of a subnet that hold an address; more than one is an answer that means nothing good. */
  holders(subnetId: string, address: string): Promise<string[] | PartialAnswer>;
};

/**
 * Changes network interfaces; each call once, never repeated. EC2 takes no precondition, so the interface is read right
 * before the call and the call is made only where it changes something. Throws `PreconditionFailed` (refused, nothing
 * changed), `NotPermitted`, or `ProviderUnavailable` when the outcome is not known.
 */
export type NetworkInterfaceWriter = NetworkInterfaceReader & {
  /** Adds a secondary address that no interface holds: it is never taken away from one. */
  assign(id: string, address: string): Promise<void>;
  /** Removes a secondary address; a primary one is refused. */
  unassign(id: string, address: string): Promise<void>;
  /** Refused where it is so already: nobody but the caller knows whose change that was. */
  setSourceDestCheck(id: string, value: boolean): Promise<void>;
  /** Replaces the security groups `from` by `to`, ids in any order; refused where the interface has others than `from`. */
  setSecurityGroups(id: string, from: readonly string[], to: readonly string[]): Promise<void>;
};
