import { randomUUID } from 'node:crypto';
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { describe } from 'vitest';
import { rdsWriter } from '../../../core/aws/databases.ts';
import { later } from '../../support/incident.ts';
import { database, madeAfter } from '../../support/database.ts';
import { databasesContract } from './databases.contract.ts';
import { describeOnMoto } from './describe-moto.ts';

describe('simulated RDS', () => {
  databasesContract(async () => {
    let seconds = 0;
    const { rds } = database(() => later(seconds));
    const made = async (): Promise<void> => {
      seconds += madeAfter;
    };
    return { rds, id: 'orders-db', made };
  });
});

// The emulator makes every change at once: that it takes minutes is shown by the simulation alone.
describeOnMoto('RDS', (moto) => {
  databasesContract(async () => {
    // The first instance takes the emulator seconds, and to ask again would be to make it twice.
    const client = new RDSClient({ ...moto().config, maxAttempts: 1, requestHandler: { requestTimeout: 25_000 } });
    const id = `db-${randomUUID()}`;
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: id,
        Engine: 'postgres',
        DBInstanceClass: 'db.r6g.large',
        AllocatedStorage: 100,
        StorageType: 'gp3',
        MasterUsername: 'admin1',
        ManageMasterUserPassword: true,
      }),
    );
    return { rds: rdsWriter(client), id, made: async () => undefined };
  });
});
