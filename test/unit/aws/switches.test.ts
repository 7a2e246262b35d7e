import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, it } from 'vitest';
import { ssmSwitches } from '../../../core/aws/switches.ts';
import { expect, sent } from './expect.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const ssm = mockedClient(SSMClient);
const path = '/sovereign-ops/dev';
const execution = `${path}/execution/table-1`;
const stop = `${path}/emergency-stop`;

let logged: unknown[];
const log = {
  info: () => {},
  warn: () => {},
  error: (message: string, facts?: Record<string, unknown>) => logged.push([message, facts]),
};
const switches = (tableId = async () => 'table-1') =>
  ssmSwitches(new SSMClient({ region: 'eu-central-1' }), { path, tableId, log });
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
  it('reads both in one call, bound to the id of the table', async () => {
    answer({ [stop]: 'clear', [execution]: 'enabled' });
    expect(await switches().read()).toEqual({ execution: 'enabled', emergencyStop: 'clear' });
    expect(sent(ssm, GetParametersCommand)).toEqual([
      {
        Names: [execution, stop],
        WithDecryption: false,
      },
    ]);
    expect(logged).toEqual([]);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['nothing', {}, 'disabled', 'set'],
    ['only the stop', { [stop]: 'clear' }, 'disabled', 'clear'],
    ['only execution', { [execution]: 'enabled' }, 'enabled', 'set'],
    ['other values', { [stop]: 'Clear', [execution]: 'enabled ' }, 'disabled', 'set'],
    ['empty values', { [stop]: '', [execution]: '' }, 'disabled', 'set'],
    ['values in the wrong place', { [stop]: 'enabled', [execution]: 'clear' }, 'disabled', 'set'],
    ['the switch of another table', { [stop]: 'clear', [`${path}/execution/table-2`]: 'enabled' }, 'disabled', 'clear'],
  ])('takes the safe value where it finds %s', async (_text, values, expectedExecution, emergencyStop) => {
    answer(values);
    expect(await switches().read()).toEqual({ execution: expectedExecution, emergencyStop });
  });

  it.each(['AccessDeniedException', 'InternalServerError', 'TimeoutError'])(
    'is disabled and stopped when SSM answers %s, and logs it',
    async (name) => {
      ssm.on(GetParametersCommand).rejects(failing(name));
      expect(await switches().read()).toEqual({ execution: 'disabled', emergencyStop: 'set' });
      expect(logged).toEqual([['switches not readable: disabled and stopped', { path, error: name }]]);
    },
  );

  it('disables execution but still reads the stop when the table id is unknown', async () => {
    answer({ [stop]: 'clear', [`${path}/execution/undefined`]: 'enabled' });
    expect(await switches(() => Promise.reject(failing('NotPermitted'))).read()).toEqual({
      execution: 'disabled',
      emergencyStop: 'clear',
    });
    expect(sent(ssm, GetParametersCommand)).toEqual([{ Names: [stop], WithDecryption: false }]);
    expect(logged).toEqual([['table id not readable: execution counts as disabled', { error: 'NotPermitted' }]]);
  });
});
