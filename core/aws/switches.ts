import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Switches } from '../remediation/ports.ts';
import type { Log } from '../runtime/effects.ts';

export type SwitchesConfig = {
  /** `/sovereign-ops/<stack>` */
  path: string;
  /** Reads the id of the table in use: `dynamoTableId`. */
  tableId: () => Promise<string>;
  log: Log;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/**
 * The two switches in SSM: `<path>/execution/<table id>` enables with exactly `enabled`, `<path>/emergency-stop` is clear
 * with exactly `clear`. Never throws: what cannot be read is the safe value, and the log says so. An unknown table id
 * disables execution alone, because a rollback hangs on the emergency stop only and must not wait for DescribeTable.
 * Parameters are read undecrypted: a switch that somebody encrypted is not one of ours.
 */
export const ssmSwitches = (client: SSMClient, { path, tableId, log }: SwitchesConfig): Switches => {
  const executionName = async (): Promise<string | undefined> => {
    try {
      return `${path}/execution/${await tableId()}`;
    } catch (error) {
      log.error('table id not readable: execution counts as disabled', { error: nameOf(error) });
      return undefined;
    }
  };
  const values = async (names: string[]): Promise<Map<string, string>> => {
    try {
      const { Parameters } = await client.send(new GetParametersCommand({ Names: names, WithDecryption: false }));
      return new Map((Parameters ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
    } catch (error) {
      log.error('switches not readable: disabled and stopped', { path, error: nameOf(error) });
      return new Map();
    }
  };

  return {
    read: async () => {
      const execution = await executionName();
      const stop = `${path}/emergency-stop`;
      const found = await values(execution === undefined ? [stop] : [execution, stop]);
      return {
        execution: execution !== undefined && found.get(execution) === 'enabled' ? 'enabled' : 'disabled',
        emergencyStop: found.get(stop) === 'clear' ? 'clear' : 'set',
      };
    },
  };
};
