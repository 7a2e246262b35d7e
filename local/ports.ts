import { randomBytes } from 'node:crypto';
import type { TemplateModel } from './template/model.ts';
import type { EvidencePorts } from '../core/evidence/gather/gather.ts';
import type { EcsReader } from '../core/evidence/ports.ts';
import type { Hub, Spoke } from '../core/incident/hub.ts';
import type { Table } from '../core/incident/table.ts';
import { portOf, type ReadersFor } from '../core/remediation/provider.ts';
import { hubOf, HubEnv } from '../core/runtime/spoke-env.ts';
import { tokenVerifier } from '../core/runtime/oidc.ts';
import type { PolicyLayer } from '../core/policy/layer.ts';
import type { RemediationAccess, Switches } from '../core/remediation/ports.ts';
import type { IdentityProvider } from './identity-provider/serve.ts';
import type { Scenario } from './scenarios/scenario.ts';
import type { World } from './workload/world.ts';
import { memoryAuditStore, trailOf } from './ports/audit-store.ts';
import { memoryClaims } from './ports/claims.ts';
import { localMac } from './ports/macs.ts';
import { region } from './template/local-name.ts';
import { unavailableModel } from './ports/model-down.ts';
import { type ApprovalLink, capturedNotices } from './ports/notices.ts';
import { memoryOnce } from './ports/once.ts';
import { localSession } from './ports/session.ts';
import { localSigner } from './ports/signer.ts';
import { type SwitchBoard, switchBoard } from './ports/switches.ts';
import { collectedLog, collectedMeter } from './ports/telemetry.ts';

export type LocalPortsOptions = {
  /** Waits by the clock of the stack; not at all without it. */
  sleep?: (ms: number) => Promise<unknown>;
  table: Table;
  policy: PolicyLayer;
  template: TemplateModel;
  now: () => Date;
  world: World;
  scenario: Pick<Scenario, 'model' | 'execution' | 'mode' | 'home'>;
  approvalBaseUrl: string;
  onLink?: (link: ApprovalLink) => void;
  /** Where people sign in, and whose tokens are believed. */
  identityProvider?: Pick<IdentityProvider, 'signIn' | 'oidc'>;
  /** 32 bytes that nobody else knows, for one key. */
  secret?: () => Uint8Array;
};

/** How much the notices say, as the template sets it for the notifier; unknown is `minimal`. */
const noticeDetail = ({ functions }: TemplateModel): 'minimal' | 'full' =>
  functions.find(({ name }) => name === 'notifier')?.environment['NOTICE_DETAIL'] === 'full' ? 'full' : 'minimal';

/** Whose alarms the template takes, with the values of its parameters. */
const hubIn = ({ functions }: TemplateModel, home: Scenario['home']): Hub => ({
  ...hubOf(HubEnv.parse(functions.find(({ name }) => name === 'alarm-handler')?.environment), region),
  ...home,
});

/**
 * Every port of every function, on this machine: the simulated cluster, keys of this process, stores in memory. The
 * property names are those of the functions' `Deps`; `versions` is each function's own.
 */
export const localPorts = (options: LocalPortsOptions) => {
  const { table, policy, template, now, world, scenario, approvalBaseUrl, identityProvider } = options;
  const secret = options.secret ?? (() => randomBytes(32));
  const auditStore = memoryAuditStore();
  const [link, proof] = [localMac(secret()), localMac(secret())];
  // RBAC is not simulated: the cluster lets the remediation identity patch everything.
  const access: RemediationAccess = { may: async () => ({ kind: 'allowed' }) };
  const ecs: EcsReader = portOf(world.readers, 'ecs');
  const readersFor: ReadersFor = async () => world.readers;
  const evidence = {
    metrics: world.metrics,
    logs: world.logs,
    kubernetes: portOf(world.readers, 'kubernetes'),
    ecs,
    ...world.sources,
  };
  // At an endpoint they are parameters, which somebody else turns.
  const switches: Switches & Partial<SwitchBoard> = switchBoard({
    execution: scenario.execution,
    emergencyStop: 'clear',
    mode: scenario.mode,
  });
  return {
    table,
    policy,
    now,
    approvalBaseUrl,
    noticeDetail: noticeDetail(template),
    log: collectedLog(),
    meter: collectedMeter(),
    once: memoryOnce(),
    hub: hubIn(template, scenario.home),
    ...evidence,
    alarms: world.alarms,
    readersFor,
    // The simulated world is one: whichever account an alarm is of, its resources are there.
    spokeEvidence: async (_spoke: Spoke): Promise<EvidencePorts> => evidence,
    spokeReaders: (_spoke: Spoke) => readersFor,
    spokeSignals: async (_spoke: Spoke) => ({ metrics: world.metrics, alarms: world.alarms }),
    spokeAlarms: async (_spoke: Spoke) => world.alarms,
    access,
    ...(scenario.model === 'down' ? { model: unavailableModel } : {}),
    sleep: options.sleep ?? (async (_ms: number): Promise<unknown> => undefined),
    pause: async (_from: number, _to: number): Promise<unknown> => undefined,
    notices: capturedNotices(options.onLink),
    ...(identityProvider === undefined
      ? {}
      : { signIn: identityProvider.signIn, tokens: tokenVerifier(identityProvider.oidc, now) }),
    linkGenerator: link.generator,
    linkVerifier: link.verifier,
    proofGenerator: proof.generator,
    proofVerifier: proof.verifier,
    claims: memoryClaims(),
    switches,
    session: localSession(world.writers),
    auditStore,
    auditTrail: trailOf(auditStore),
    signer: localSigner(),
  };
};
export type LocalPorts = ReturnType<typeof localPorts>;
