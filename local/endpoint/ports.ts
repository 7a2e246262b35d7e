import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlarmHistory } from '../../core/aws/alarm-history.ts';
import { cloudWatchAlarms } from '../../core/aws/alarms.ts';
import { s3AuditTrail } from '../../core/aws/audit-trail.ts';
import { s3AuditStore } from '../../core/aws/audit-store.ts';
import { s3Claims } from '../../core/aws/claims.ts';
import { lazyEcsReader } from '../../core/aws/ecs-lazily.ts';
import { lazyCallGraph, lazyChanges, lazyDatabaseObserver, lazyStoppedTasks } from '../../core/aws/evidence-lazily.ts';
import { eksAccess, eksReader } from '../../core/aws/eks.ts';
import { cloudWatchLogs } from '../../core/aws/logs.ts';
import { kmsMacGenerator, kmsMacVerifier } from '../../core/aws/macs.ts';
import { cloudWatchMetrics } from '../../core/aws/metrics.ts';
import { snsNotices } from '../../core/aws/notices.ts';
import { powertoolsOnce } from '../../core/aws/once.ts';
import { awsReaders } from '../../core/aws/providers.ts';
import { remediationSession } from '../../core/aws/remediation-session.ts';
import { kmsSigner } from '../../core/aws/signer.ts';
import { spokeClient } from '../../core/aws/spoke-client.ts';
import { spokeEvidence } from '../../core/aws/spoke-evidence.ts';
import { spokeReaders } from '../../core/aws/spoke-readers.ts';
import { ssmSwitches } from '../../core/aws/switches.ts';
import type { Claims, RemediationSession, SessionRequest } from '../../core/remediation/ports.ts';
import { type LocalPorts, type LocalPortsOptions, localPorts } from '../ports.ts';
import type { Clients } from './clients.ts';
import { receivedNotices } from './notices.ts';
import type { Platform } from './platform.ts';

const keptClaims = (claims: Claims): LocalPorts['claims'] => {
  const taken = new Set<string>();
  return {
    taken,
    take: async (name, body) => {
      const mine = await claims.take(name, body);
      if (mine) taken.add(name);
      return mine;
    },
  };
};

const keptSession = (session: RemediationSession): LocalPorts['session'] => {
  const opened: SessionRequest[] = [];
  return {
    opened,
    open: (request) => {
      opened.push(request);
      return session.open(request);
    },
  };
};

/** Every port as the functions' own wiring makes it, on the services of an endpoint; log, meter and time are local. */
export const endpointPorts = (clients: Clients, platform: Platform, options: LocalPortsOptions): LocalPorts => {
  const { config, dynamo, kms, s3, sns, ssm, cloudWatch, logs } = clients;
  const { now } = options;
  // Named one by one: a port that is added to the functions must be thought of here, too.
  const { table, policy, hub, approvalBaseUrl, noticeDetail, log, meter, pause, sleep, signIn, tokens } =
    localPorts(options);
  const cluster = undefined;
  const { tableName } = platform.table;
  const access = { cluster, client: config, now };
  const spokes = { client: config, now, hub, externalId: 'external-id-of-an-emulator' };
  const clientIn = spokeClient(spokes);
  return {
    table,
    policy,
    now,
    hub,
    approvalBaseUrl,
    noticeDetail,
    ...(signIn === undefined ? {} : { signIn }),
    ...(tokens === undefined ? {} : { tokens }),
    log,
    meter,
    pause,
    sleep,
    // The longest timeout of a function; the functions share one partition here.
    once: powertoolsOnce(dynamo, { tableName, functionName: 'local', attemptSeconds: 120 }),
    metrics: cloudWatchMetrics(cloudWatch),
    alarms: cloudWatchAlarms(cloudWatch),
    logs: cloudWatchLogs(logs),
    kubernetes: eksReader(cluster, { ...config, now }),
    access: eksAccess(cluster, { ...config, now, remediationRoleArn: platform.roleArn }),
    ecs: lazyEcsReader(config),
    alarmHistory: cloudWatchAlarmHistory(cloudWatch),
    changes: lazyChanges(config, pause),
    stoppedTasks: lazyStoppedTasks(config),
    databases: lazyDatabaseObserver(config),
    callGraph: lazyCallGraph(config),
    readersFor: awsReaders(access),
    spokeEvidence: spokeEvidence({ ...spokes, pause, reads: { cloudTrail: true, rds: true, xRay: true } }),
    spokeReaders: spokeReaders(spokes),
    spokeSignals: async (spoke) => {
      const there = new CloudWatchClient(await clientIn(spoke));
      return { metrics: cloudWatchMetrics(there), alarms: cloudWatchAlarms(there) };
    },
    spokeAlarms: async (spoke) => cloudWatchAlarms(new CloudWatchClient(await clientIn(spoke))),
    notices: receivedNotices(snsNotices(sns, { topicArn: platform.topicArn }), platform.inboxes, options.onLink),
    linkGenerator: kmsMacGenerator(kms, { keyId: platform.linkKeyId }),
    linkVerifier: kmsMacVerifier(kms, { keyId: platform.linkKeyId }),
    proofGenerator: kmsMacGenerator(kms, { keyId: platform.proofKeyId }),
    proofVerifier: kmsMacVerifier(kms, { keyId: platform.proofKeyId }),
    claims: keptClaims(s3Claims(s3, { bucket: platform.claimBucket })),
    switches: ssmSwitches(ssm, { path: platform.switchPath, tableId: platform.tableId, log }),
    session: keptSession(remediationSession({ ...access, ...spokes, roleArn: platform.roleArn })),
    auditStore: s3AuditStore(s3, { bucket: platform.auditBucket }),
    auditTrail: s3AuditTrail(s3, { bucket: platform.auditBucket }),
    signer: { ...kmsSigner(kms, { keyId: platform.signingKeyId }), publicKey: platform.publicKey },
  };
};
