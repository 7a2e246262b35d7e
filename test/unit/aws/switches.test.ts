import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, it } from 'vitest';
import { ssmEmergencyStop, ssmMode, ssmSwitches } from '../../../core/aws/switches.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const ssm = mockedClient(SSMClient);
const path = '/sovereign-ops/dev';
const execution = `${path}/execution/table-1`;
const stop = `${path}/emergency-stop`;
const mode = `${path}/mode`;

let logged: unknown[];
const log = {
  about: () => {},
  info: () => {},
  warn: () => {},
  error: (message: string, facts?: Record<string, unknown>) => logged.push([message, facts]),
};
const client = new SSMClient({ region: 'eu-central-1' });
const switches = (tableId = async () => 'table-1') => ssmSwitches(client, { path, tableId, log });
const answer = (values: Record<string, string>) =>
  ssm
    .on(GetParametersCommand)
    .resolves({ Parameters: Object.entries(values).map(([Name, Value]) => ({ Name, Value })) });
const failing = (name: string) => Object.assign(new Error(name), { name });
beforeEach(() => {
  ssm.reset();
  logged = [];
});

describe('read the switches', () => {
  it('reads all in one call, bound to the id of the table', async () => {
    answer({ [stop]: 'clear', [execution]: 'enabled', [mode]: 'propose' });
    expect(await switches().read()).toEqual({ execution: 'enabled', emergencyStop: 'clear', mode: 'propose' });
    expect(sent(ssm, GetParametersCommand)).toEqual([
      {
        Names: [execution, stop, mode],
        WithDecryption: false,
      },
    ]);
    expect(logged).toEqual([]);
  });

  it.each<[string, Record<string, string>, string, string, string]>([
    ['nothing', {}, 'disabled', 'set', 'observe'],
    ['only the stop', { [stop]: 'clear' }, 'disabled', 'clear', 'observe'],
    ['only execution', { [execution]: 'enabled' }, 'enabled', 'set', 'observe'],
    ['only the mode', { [mode]: 'execute' }, 'disabled', 'set', 'execute'],
    ['other values', { [stop]: 'Clear', [execution]: 'enabled ', [mode]: 'execute ' }, 'disabled', 'set', 'observe'],
    ['empty values', { [stop]: '', [execution]: '', [mode]: '' }, 'disabled', 'set', 'observe'],
    [
      'values in the wrong place',
      { [stop]: 'enabled', [execution]: 'execute', [mode]: 'clear' },
      'disabled',
      'set',
      'observe',
    ],
    ['another table', { [stop]: 'clear', [`${path}/execution/table-2`]: 'enabled' }, 'disabled', 'clear', 'observe'],
  ])(
    'takes the safe value where it finds %s',
    async (_text, values, expectedExecution, emergencyStop, expectedMode) => {
      answer(values);
      expect(await switches().read()).toEqual({ execution: expectedExecution, emergencyStop, mode: expectedMode });
    },
  );

  it.each(['AccessDeniedException', 'InternalServerError', 'TimeoutError'])(
    'is disabled, stopped and in observe when SSM answers %s, and logs it',
    async (name) => {
      ssm.on(GetParametersCommand).rejects(failing(name));
      expect(await switches().read()).toEqual({ execution: 'disabled', emergencyStop: 'set', mode: 'observe' });
      const names = ['execution/table-1', 'emergency-stop', 'mode'];
      expect(logged).toEqual([['switches not readable: the safe values hold', { path, names, error: name }]]);
    },
  );

  it('disables execution but still reads the stop when the table id is unknown', async () => {
    answer({ [stop]: 'clear', [`${path}/execution/undefined`]: 'enabled' });
    expect(await switches(() => Promise.reject(failing('NotPermitted'))).read()).toEqual({
      execution: 'disabled',
      emergencyStop: 'clear',
      mode: 'observe',
    });
    expect(sent(ssm, GetParametersCommand)).toEqual([{ Names: [stop, mode], WithDecryption: false }]);
    expect(logged).toEqual([['table id not readable: execution counts as disabled', { error: 'NotPermitted' }]]);
  });

  it.each([
    [
      'the emergency stop',
      stop,
      { [stop]: 'clear' },
      { emergencyStop: 'clear' },
      { emergencyStop: 'set' },
      ssmEmergencyStop,
    ],
    ['the mode', mode, { [mode]: 'propose' }, { mode: 'propose' }, { mode: 'observe' }, ssmMode],
  ])('reads %s alone, for whoever hangs on nothing else', async (_text, name, values, expected, safe, adapter) => {
    answer(values);
    const alone = adapter(client, { path, log });
    expect(await alone.read()).toEqual(expected);
    expect(sent(ssm, GetParametersCommand)).toEqual([{ Names: [name], WithDecryption: false }]);
    ssm.on(GetParametersCommand).rejects(failing('AccessDeniedException'));
    expect(await alone.read()).toEqual(safe);
    expect(logged).toHaveLength(1);
  });
});
