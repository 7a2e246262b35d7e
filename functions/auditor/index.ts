import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { s3AuditStore } from '../../core/aws/audit-store.ts';
import { clientConfig } from '../../core/aws/client-config.ts';
import { kmsSigner } from '../../core/aws/signer.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { Env } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(Env);
const { log, meter, wrap } = createRuntime('auditor');
const config = clientConfig();

/** Called by the table's stream and every hour. */
export const handler = wrap(
  createHandler({
    auditStore: s3AuditStore(new S3Client(config), { bucket: env.AUDIT_BUCKET }),
    signer: kmsSigner(new KMSClient(config), { keyId: env.SIGNING_KEY_ID }),
    now: systemClock,
    log,
    meter,
  }),
);
