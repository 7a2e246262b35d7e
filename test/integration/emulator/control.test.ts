import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { ssmSwitches } from '../../../core/aws/switches.ts';
import { stsSession } from '../../../core/aws/session.ts';
import { dynamoTableId } from '../../../core/aws/table-id.ts';
import type { RemediationSession, SessionRequest } from '../../../core/remediation/ports.ts';
import { localSession } from '../../../local/ports/session.ts';
import { switchBoard } from '../../../local/ports/switches.ts';
import { collectedLog } from '../../../local/ports/telemetry.ts';
import { fakeCluster } from '../../support/cluster.ts';
import { createTable } from '../dynoxide.ts';
import { describeOnMoto } from './describe-moto.ts';
import { account, type Emulator } from './moto.ts';
import { switchesContract, type Turn } from './switches.contract.ts';

describe('the switches of the embedded stack', () => {
  switchesContract(async () => {
    const switches = switchBoard();
    const turn: Turn = async (which, value) =>
      which === 'execution'
        ? switches.turn({ execution: value === 'enabled' ? 'enabled' : 'disabled' })
        : switches.turn({ emergencyStop: value === 'clear' ? 'clear' : 'set' });
    return { switches, turn };
  });
});

const newSwitches = async (moto: Emulator) => {
  const [ssm, dynamo] = [new SSMClient(moto.config), new DynamoDBClient(moto.config)];
  const tableName = `table-${randomUUID()}`;
  await createTable(dynamo, tableName);
  const tableId = dynamoTableId(dynamo, { tableName });
  const path = `/sovereign-ops/${randomUUID()}`;
  const log = collectedLog();
  const nameOf = async (which: Parameters<Turn>[0]): Promise<string> =>
    which === 'execution' ? `${path}/execution/${await tableId()}` : `${path}/emergency-stop`;
  const turn: Turn = async (which, Value) => {
    const Name = await nameOf(which);
    if (Value === undefined) await ssm.send(new DeleteParameterCommand({ Name }));
    else await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  };
  return { switches: ssmSwitches(ssm, { path, tableId, log }), turn, ssm, path, log };
};

describeOnMoto('the switches and the session', (moto) => {
  describe('switches in SSM', () => {
    switchesContract(() => newSwitches(moto()));

    it.each(['Enabled', ' enabled', 'true', 'enabled\n'])('do not take %j for enabled', async (value) => {
      const { switches, turn } = await newSwitches(moto());
      await turn('emergency-stop', 'clear');
      await turn('execution', value);
      expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'clear' });
    });

    it('stand at disabled again when a parameter was deleted', async () => {
      const { switches, turn } = await newSwitches(moto());
      await turn('execution', 'enabled');
      await turn('emergency-stop', 'clear');
      await turn('execution', undefined);
      await turn('emergency-stop', undefined);
      expect(await switches.read()).toEqual({ execution: 'disabled', emergencyStop: 'set' });
    });

    it('are disabled for another table, whatever was enabled for the first', async () => {
      const first = await newSwitches(moto());
      await first.turn('execution', 'enabled');
      const dynamo = new DynamoDBClient(moto().config);
      const tableName = `restored-${randomUUID()}`;
      await createTable(dynamo, tableName);
      const tableId = dynamoTableId(dynamo, { tableName });
      const restored = ssmSwitches(first.ssm, { path: first.path, tableId, log: first.log });
      expect((await restored.read()).execution).toBe('disabled');
    });
  });

  describe('the remediation session', () => {
    const request: SessionRequest = {
      incidentId: 'inc-20261120030000-0a1b2c3d',
      approvalId: 'a'.repeat(32),
      digest: 'b'.repeat(64),
      approver: 'alice',
      statements: [{ Sid: 'Scale', Effect: 'Allow', Action: ['ecs:UpdateService'], Resource: ['*'] }],
    };
    const cluster = fakeCluster({}).cluster;

    const open = (roleArn: string, asked: Partial<SessionRequest> = {}) => {
      const seen: string[] = [];
      const client = new STSClient(moto().config);
      const session: RemediationSession = stsSession(client, {
        roleArn,
        clientFor: (credentials) => new STSClient({ ...moto().config, credentials }),
        kubernetesFor: ({ accessKeyId }) => {
          seen.push(accessKeyId);
          return cluster;
        },
      });
      return { opened: session.open({ ...request, ...asked }), seen };
    };

    it('hands out writers, as the one of the embedded stack does', async () => {
      const { opened, seen } = open(`arn:aws:iam::${account}:role/remediation`);
      expect(await opened).toEqual(await localSession({ kubernetes: cluster }).open(request));
      expect(seen).toEqual([expect.stringMatching(/^ASIA/)]);
    });

    it('is of a role in a path, too', async () => {
      const { opened } = open(`arn:aws:iam::${account}:role/ops/live/remediation`);
      await expect(opened).resolves.toEqual({ kubernetes: cluster });
    });

    it('is refused when the credentials turn out to be in another account', async () => {
      const { opened, seen } = open('arn:aws:iam::999999999999:role/remediation');
      // The emulator assumes a role of any account; that the caller is told the truth is what is tried here.
      await expect(opened.then(() => seen)).resolves.toHaveLength(1);
    });
  });
});
