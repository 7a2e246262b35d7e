import type { Table } from '../../core/incident/table.ts';
import type { LocalPorts } from '../../local/ports.ts';
import type { Followed } from '../../local/run/follow.ts';

/** A bug planted between the functions and their ports, or somebody who writes into the table. */
export type Plant = {
  ports?: (ports: LocalPorts) => LocalPorts;
  onStatus?: (incident: Followed, table: Table) => Promise<void>;
};

export const nobody: Plant = {};
