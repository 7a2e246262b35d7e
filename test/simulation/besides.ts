import type { Status } from '../../core/incident/lifecycle.ts';
import type { Positions } from '../../core/remediation/ports.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { Plant } from './harness.ts';

/** An operator turns a switch when an incident is so far. */
export const turning = (turned: Partial<Positions>, when: Status): Plant => {
  let switches: LocalPorts['switches'] | undefined;
  return {
    ports: (ports) => {
      switches = ports.switches;
      return ports;
    },
    onStatus: async ({ status }) => {
      if (status === when) switches?.turn?.(turned);
    },
  };
};

/** From this status on nothing is measured any more; the alarm goes on. */
export const unmeasured = (when: Status): Plant => {
  let isBlind = false;
  return {
    ports: (ports) => ({
      ...ports,
      metrics: {
        ...ports.metrics,
        read: async (queries, window) => {
          const read = await ports.metrics.read(queries, window);
          return isBlind ? read.map((series) => ({ ...series, points: [] })) : read;
        },
      },
    }),
    onStatus: async ({ status }) => {
      isBlind ||= status === when;
    },
  };
};
