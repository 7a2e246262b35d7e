import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { ssmSwitches } from '../../../core/aws/switches.ts';
import { stsSession } from '../../../core/aws/session.ts';
import { Mode } from '../../../core/remediation/mode.ts';
import { dynamoTableId } from '../../../core/aws/table-id.ts';
import type { RemediationSession, SessionRequest } from '../../../core/remediation/ports.ts';
import { localSession } from '../../../local/ports/session.ts';
import { switchBoard } from '../../../local/ports/switches.ts';
import { collectedLog } from '../../../local/ports/telemetry.ts';
import { fakeCluster } from '../../support/cluster.ts';
import { describeOnMoto } from './describe-moto.ts';
import { account, type Emulator } from './moto.ts';
import { switchesContract, type Turn } from './switches.contract.ts';

describe('the switches of the embedded stack', () => {
  switchesContract(async () => {
    const switches = switchBoard();
    const turn: Turn = async (which, value) => {
      if (which === 'execution') switches.turn({ execution: value === 'enabled' ? 'enabled' : 'disabled' });
      else if (which === 'mode') switches.turn({ mode: Mode.safeParse(value).data ?? 'observe' });
      else switches.turn({ emergencyStop: value === 'clear' ? 'clear' : 'set' });
    };
    return { switches, turn };
  });
});

const newSwitches = async (moto: Emulator) => {
  const ssm = new SSMClient(moto.config);
  // The emulator's DescribeTable tells no TableId; dynoxide's does, and there it is tried.
  const id = randomUUID();
  const path = `/sovereign-ops/${randomUUID()}`;
  const log = collectedLog();
  const turn: Turn = async (which, Value) => {
    const Name = which === 'execution' ? `${path}/execution/${id}` : `${path}/${which}`;
    if (Value === undefined) await ssm.send(new DeleteParameterCommand({ Name }));
    else await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  };
  const bound = (tableId: () => Promise<string>) => ssmSwitches(ssm, { path, tableId, log });
  return { switches: bound(async () => id), turn, bound, log };
};

describeOnMoto('the switches and the session', (moto) => {
  describe('switches in SSM', () => {
    switchesContract(() => newSwitches(moto()));

    it.each(['Enabled', ' enabled', 'true', 'enabled\n'])('do not take %j for enabled', async (value) => {
      const { switches, turn } = await newSwitches(moto());
      await turn('emergency-stop', 'clear');
      await turn('execution', value);
      expect(await switches.read()).toMatchObject({ execution: 'disabled', emergencyStop: 'clear' });
    });

    it('stand at disabled again when a parameter was deleted', async () => {
      const { switches, turn } = await newSwitches(moto());
      await turn('execution', 'enabled');
      await turn('emergency-stop', 'clear');
      await turn('execution', undefined);
      await turn('emergency-stop', undefined);
      expect(await switches.read()).toMatchObject({ execution: 'disabled', emergencyStop: 'set' });
    });

    it('are disabled for another table, whatever was enabled for the first', async () => {
      const { turn, bound } = await newSwitches(moto());
      await turn('execution', 'enabled');
      await turn('emergency-stop', 'clear');
      expect(await bound(async () => randomUUID()).read()).toMatchObject({
        execution: 'disabled',
        emergencyStop: 'clear',
      });
    });

    it('are disabled, and say so, while the id of the table cannot be read', async () => {
      const { turn, bound, log } = await newSwitches(moto());
      await turn('execution', 'enabled');
      await turn('emergency-stop', 'clear');
      const tableId = dynamoTableId(new DynamoDBClient(moto().config), { tableName: 'no-such-table' });
      expect(await bound(tableId).read()).toMatchObject({ execution: 'disabled', emergencyStop: 'clear' });
      expect(log.entries).toMatchObject([{ level: 'error', facts: { error: 'ServiceRefused' } }]);
    });
  });

  describe('the remediation session', () => {
    const request: SessionRequest = {
      account,
      region: 'us-east-1',
      incidentId: 'inc-20261120030000-0a1b2c3d',
      approvalId: 'a'.repeat(32),
      digest: 'b'.repeat(64),
      approver: 'alice',
      provider: 'kubernetes',
      statements: [{ Sid: 'Scale', Effect: 'Allow', Action: ['ecs:UpdateService'], Resource: ['*'] }],
    };
    const cluster = fakeCluster({}).cluster;

    const roleArn = `arn:aws:iam::${account}:role/remediation`;
    const open = (arn: string) => {
      const seen: string[] = [];
      const client = new STSClient(moto().config);
      const session: RemediationSession = stsSession(client, {
        roleIn: () => ({ arn }),
        clientFor: (credentials) => new STSClient({ ...moto().config, credentials }),
        writersFor: async (_provider, { accessKeyId }) => {
          seen.push(accessKeyId);
          return { kubernetes: cluster };
        },
      });
      return { opened: session.open(request), seen };
    };

    it('hands out writers, as the one of the embedded stack does', async () => {
      const { opened, seen } = open(roleArn);
      expect(await opened).toEqual(await localSession({ kubernetes: cluster }).open(request));
      expect(seen).toEqual([expect.stringMatching(/^ASIA/)]);
    });

    it('is of a role in a path, too', async () => {
      const { opened } = open(`arn:aws:iam::${account}:role/ops/live/remediation`);
      await expect(opened).resolves.toEqual({ kubernetes: cluster });
    });

    it('is refused when the caller turns out to be somebody else than the session', async () => {
      const session = stsSession(new STSClient(moto().config), {
        roleIn: () => ({ arn: roleArn }),
        clientFor: () => new STSClient(moto().config),
        writersFor: async () => ({ kubernetes: cluster }),
      });
      await expect(session.open(request)).rejects.toMatchObject({ name: 'NotPermitted' });
    });
  });
});
