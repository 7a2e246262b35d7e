import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { Mode } from '../remediation/mode.ts';
import type { Positions, Switches } from '../remediation/ports.ts';
import type { Log } from '../runtime/effects.ts';

type PathConfig = {
  /** `/sovereign-ops/<stack>` */
  path: string;
  log: Log;
};
export type SwitchesConfig = PathConfig & {
  /** Reads the id of the table in use: `dynamoTableId`. */
  tableId: () => Promise<string>;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** By the end of their names below the path. Undecrypted: a switch that somebody encrypted is not one of ours. */
const valuesOf = async (
  client: SSMClient,
  { path, log }: PathConfig,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  try {
    const Names = names.map((name) => `${path}/${name}`);
    const { Parameters } = await client.send(new GetParametersCommand({ Names, WithDecryption: false }));
    return new Map((Parameters ?? []).map(({ Name = '', Value = '' }) => [Name.slice(path.length + 1), Value]));
  } catch (error) {
    log.error('switches not readable: the safe values hold', { path, names, error: nameOf(error) });
    return new Map();
  }
};

const stop = 'emergency-stop';
const stopOf = (value: string | undefined): Positions['emergencyStop'] => (value === 'clear' ? 'clear' : 'set');
/** Exactly one of the three words; everything else is the most careful of them. */
const modeOf = (value: string | undefined): Mode => Mode.safeParse(value).data ?? 'observe';

/**
 * The switches in SSM: `<path>/execution/<table id>` enables with exactly `enabled`, `<path>/emergency-stop` is clear with
 * exactly `clear`, `<path>/mode` is what it says where that is a mode. Never throws: what cannot be read is the safe value,
 * and the log says so. An unknown table id disables execution alone.
 */
export const ssmSwitches = (client: SSMClient, { tableId, ...config }: SwitchesConfig): Switches => {
  const executionName = async (): Promise<string | undefined> => {
    try {
      return `execution/${await tableId()}`;
    } catch (error) {
      config.log.error('table id not readable: execution counts as disabled', { error: nameOf(error) });
      return undefined;
    }
  };

  return {
    read: async () => {
      const execution = await executionName();
      const found = await valuesOf(client, config, [...(execution === undefined ? [] : [execution]), stop, 'mode']);
      return {
        execution: execution !== undefined && found.get(execution) === 'enabled' ? 'enabled' : 'disabled',
        emergencyStop: stopOf(found.get(stop)),
        mode: modeOf(found.get('mode')),
      };
    },
  };
};

/** The only switch that halts a rollback: nothing else is asked for, so that nothing else can be in its way. */
export const ssmEmergencyStop = (client: SSMClient, config: PathConfig): Switches<'emergencyStop'> => ({
  read: async () => ({ emergencyStop: stopOf((await valuesOf(client, config, [stop])).get(stop)) }),
});

/** The mode alone, for whoever only proposes. */
export const ssmMode = (client: SSMClient, config: PathConfig): Switches<'mode'> => ({
  read: async () => ({ mode: modeOf((await valuesOf(client, config, ['mode'])).get('mode')) }),
});
