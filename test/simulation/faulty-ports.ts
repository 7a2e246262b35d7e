import type { Writers } from '../../core/remediation/provider.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { wrapCalls } from './calls.ts';
import type { Faults } from './faults.ts';

/** Every port of the functions, so that any of its calls can go wrong. */
export const faultyPorts = (ports: LocalPorts, { call }: Faults): LocalPorts => {
  const { table, claims, session, switches, notices, auditStore, signer, kubernetes, metrics, alarms, logs } = ports;
  const writers = (opened: Partial<Writers>): Partial<Writers> =>
    wrapCalls(opened, ({ name, call: made, target }) =>
      call(`session.${name}`, made, target === undefined ? {} : { changes: true }),
    );
  return {
    ...ports,
    table: {
      get: call('table.get', table.get),
      getAll: call('table.getAll', table.getAll),
      list: call('table.list', table.list),
      newest: call('table.newest', table.newest),
      due: call('table.due', table.due),
      byStatus: call('table.byStatus', table.byStatus),
      transact: call('table.transact', table.transact, { changes: true }),
    },
    // The effect, too: one that a dead process ended leaves no result.
    once: (key, effect) => call('once', () => ports.once(key, call('once.effect', effect)), { changes: true })(),
    claims: { ...claims, take: call('claims.take', claims.take, { changes: true }) },
    // The port promises never to throw: what cannot be read is the safe value.
    switches: { ...switches, read: call('switches.read', switches.read, { mayFail: false }) },
    session: { ...session, open: call('session.open', async (request) => writers(await session.open(request))) },
    kubernetes: { get: call('kubernetes.get', kubernetes.get), list: call('kubernetes.list', kubernetes.list) },
    ecs: { ...ports.ecs, service: call('ecs.service', ports.ecs.service) },
    readersFor: async (provider) =>
      wrapCalls(await ports.readersFor(provider), ({ name, call: made }) => call(`readers.${name}`, made)),
    access: { mayPatch: call('access.mayPatch', ports.access.mayPatch) },
    metrics: { read: call('metrics.read', metrics.read) },
    alarms: { state: call('alarms.state', alarms.state) },
    logs: { search: call('logs.search', logs.search) },
    notices: {
      ...notices,
      send: call('notices.send', notices.send, { changes: true }),
      reach: call('notices.reach', notices.reach),
    },
    linkGenerator: { generate: call('link.generate', ports.linkGenerator.generate) },
    linkVerifier: { verify: call('link.verify', ports.linkVerifier.verify) },
    proofGenerator: { generate: call('proof.generate', ports.proofGenerator.generate) },
    proofVerifier: { verify: call('proof.verify', ports.proofVerifier.verify) },
    auditStore: {
      put: call('audit.put', auditStore.put, { changes: true }),
      get: call('audit.get', auditStore.get),
      list: call('audit.list', auditStore.list),
    },
    auditTrail: { has: call('audit.has', ports.auditTrail.has) },
    signer: { ...signer, sign: call('signer.sign', signer.sign) },
  };
};
