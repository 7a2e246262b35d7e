import type { Status } from '../../../core/incident/lifecycle.ts';
import type { Positions } from '../../../core/remediation/ports.ts';
import type { LocalPorts } from '../../../local/ports.ts';
import type { Plant } from '../plant.ts';

const free: Positions = { execution: 'enabled', emergencyStop: 'clear', mode: 'execute' };

/** Nobody looks at the switches, and a person turns one when the incident is so far. */
export const unseen = (turned: Partial<Positions>, when?: Status): Plant => {
  let below: LocalPorts | undefined;
  return {
    ports: (ports) => {
      below = ports;
      return { ...ports, switches: { ...ports.switches, read: async () => free } };
    },
    onStatus: async ({ status }) => {
      if (status === when) below?.switches.turn?.(turned);
    },
  };
};
