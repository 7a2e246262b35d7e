import * as z from 'zod';
import type { EvidencePorts } from '../../core/evidence/gather/gather.ts';
import type { Write } from '../../core/incident/table.ts';
import type { Positions } from '../../core/remediation/ports.ts';
import type { Readers, Writers } from '../../core/remediation/provider.ts';
import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { wrapCalls } from './calls.ts';
import type { Faults, Traits } from './faults.ts';
import { lapsingOnce } from './lapsing-once.ts';
import { modelError, providerError, tableError } from './port-errors.ts';

/** What is handed on as it is, and why nothing of it can go wrong on its way. */
export const cannotFail = {
  policy: 'a layer on the disk of the function, read when it starts',
  approvalBaseUrl: 'a setting',
  noticeDetail: 'a setting',
  hub: 'a setting',
  log: 'written to standard output',
  meter: 'written to standard output',
  sleep: 'time that passes',
} as const satisfies Partial<Record<keyof LocalPorts, string>>;

/** What cannot be read stands at the safe position. */
const safe: Positions = { execution: 'disabled', emergencyStop: 'set', mode: 'observe' };

const changes: Traits = { changes: true };

const Moved = z.object({ from: z.string().nullable(), to: z.string() });

/** The move that a transaction makes, where it makes one. */
const moveIn = (writes: readonly Write[]): string | undefined => {
  for (const write of writes) {
    if (write.kind === 'create' && write.item.sk.startsWith('T#')) {
      const { from, to } = Moved.parse(write.item);
      return `${from ?? 'nothing'} -> ${to}`;
    }
  }
  return undefined;
};

const wrapTable = ({ table }: LocalPorts, { call }: Faults): LocalPorts['table'] => ({
  get: call('table.get', table.get),
  getAll: call('table.getAll', table.getAll),
  list: call('table.list', table.list),
  newest: call('table.newest', table.newest),
  due: call('table.due', table.due),
  byStatus: call('table.byStatus', table.byStatus),
  transact: call('table.transact', table.transact, { changes: true, error: tableError }, moveIn),
});

type Evidence = Required<EvidencePorts>;

const wrapEvidence = (ports: Evidence, { call }: Faults): Evidence => ({
  metrics: { read: call('metrics.read', ports.metrics.read) },
  logs: { search: call('logs.search', ports.logs.search) },
  kubernetes: {
    get: call('kubernetes.get', ports.kubernetes.get, { error: providerError }),
    list: call('kubernetes.list', ports.kubernetes.list, { error: providerError }),
  },
  ecs: { service: call('ecs.service', ports.ecs.service) },
  alarmHistory: { stateChanges: call('alarmHistory.stateChanges', ports.alarmHistory.stateChanges) },
  changes: { lookUp: call('changes.lookUp', ports.changes.lookUp) },
  stoppedTasks: { stopped: call('stoppedTasks.stopped', ports.stoppedTasks.stopped) },
  databases: { about: call('databases.about', ports.databases.about) },
  callGraph: { graph: call('callGraph.graph', ports.callGraph.graph) },
});

/** Readers and writers of every provider; only a call that changes something leaves its outcome open when it fails. */
const wrapProviders = <P extends Partial<Readers> | Partial<Writers>>(prefix: string, ports: P, { call }: Faults): P =>
  wrapCalls(ports, ({ provider, name, call: made, target }) =>
    call(`${prefix}.${provider}.${name}`, made, {
      ...(target === undefined ? {} : changes),
      ...(target !== undefined || provider === 'kubernetes' ? { error: providerError } : {}),
    }),
  );

/** Every port of the functions, so that any of its calls can go wrong as the real one does. */
export const faultyPorts = (
  ports: LocalPorts,
  faults: Faults,
  clock: EngineClock,
  random: Random,
  onRestore: (listener: (to: Date) => void) => void = () => undefined,
): LocalPorts => {
  const { call } = faults;
  const { claims, session, switches, notices, auditStore, signer, alarms, model, tokens } = ports;
  const evidence = wrapEvidence(ports, faults);
  const alarmReader = { state: call('alarms.state', alarms.state) };
  const readersFor: LocalPorts['readersFor'] = async (provider) =>
    wrapProviders('readers', await ports.readersFor(provider), faults);
  return {
    ...ports,
    now: faults.now,
    table: wrapTable(ports, faults),
    once: lapsingOnce(clock.now, faults, onRestore),
    ...evidence,
    alarms: alarmReader,
    readersFor,
    spokeEvidence: call('spoke.evidence', async () => evidence),
    spokeReaders: () => call('spoke.readers', readersFor),
    spokeSignals: call('spoke.signals', async () => ({ metrics: evidence.metrics, alarms: alarmReader })),
    spokeAlarms: call('spoke.alarms', async () => alarmReader),
    access: { may: call('access.may', ports.access.may, { error: providerError }) },
    ...(model === undefined ? {} : { model: { ...model, ask: call('model.ask', model.ask, { error: modelError }) } }),
    pause: async (from, to) => clock.sleep(from + random.next() * (to - from)),
    notices: {
      ...notices,
      send: call('notices.send', notices.send, changes),
      reach: call('notices.reach', notices.reach),
    },
    ...(tokens === undefined
      ? {}
      : { tokens: { verify: call('tokens.verify', tokens.verify, { instead: () => undefined }) } }),
    linkGenerator: { generate: call('link.generate', ports.linkGenerator.generate) },
    linkVerifier: { verify: call('link.verify', ports.linkVerifier.verify) },
    proofGenerator: { generate: call('proof.generate', ports.proofGenerator.generate) },
    proofVerifier: { verify: call('proof.verify', ports.proofVerifier.verify) },
    // A put whose answer is lost is put again by the SDK, which then meets its own object.
    claims: { ...claims, take: call('claims.take', claims.take, { changes: true, repeats: true }) },
    // The port promises never to throw: what cannot be read is the safe value.
    switches: { ...switches, read: call('switches.read', switches.read, { instead: () => safe }) },
    session: {
      ...session,
      open: call('session.open', async (request) => wrapProviders('session', await session.open(request), faults)),
    },
    auditStore: {
      put: call('audit.put', auditStore.put, { changes: true, repeats: true }),
      get: call('audit.get', auditStore.get),
      list: call('audit.list', auditStore.list),
    },
    auditTrail: { has: call('audit.has', ports.auditTrail.has) },
    signer: { ...signer, sign: call('signer.sign', signer.sign) },
  };
};
