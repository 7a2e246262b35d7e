import type { Notice } from '../../../core/approval/ports.ts';
import type { LocalPorts } from '../../ports.ts';
import { memoryAuditStore, trailOf } from '../../ports/audit-store.ts';
import { memoryClaims } from '../../ports/claims.ts';
import { memoryOnce } from '../../ports/once.ts';

const nothing = (): void => undefined;

/**
 * What stands for services that keep everything: the audit bucket, claims, idempotency, notices, logs. Here `forget` empties
 * them, as retention does in an account, so that whatever still grows is ours.
 */
export const forgettingStandIns = (onNotice: (notice: Notice) => void) => {
  const fresh = () => ({
    auditStore: memoryAuditStore(),
    claims: memoryClaims(),
    once: memoryOnce(),
  });
  let held = fresh();
  // The same for everybody who asks, and kept by whom it is asked of: asked once.
  let writers: ReturnType<LocalPorts['session']['open']> | undefined;
  const auditStore: LocalPorts['auditStore'] = {
    put: (key, body) => held.auditStore.put(key, body),
    get: (key) => held.auditStore.get(key),
    list: (prefix, after) => held.auditStore.list(prefix, after),
  };
  const changePorts = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    auditStore,
    auditTrail: trailOf(auditStore),
    claims: {
      get taken() {
        return held.claims.taken;
      },
      take: (name, body) => held.claims.take(name, body),
    },
    once: (key, effect) => held.once(key, effect),
    session: { opened: [], open: (request) => (writers ??= ports.session.open(request)) },
    notices: { ...ports.notices, send: async (notice) => onNotice(notice) },
    log: { entries: [], about: nothing, info: nothing, warn: nothing, error: nothing },
    meter: { counts: new Map(), durations: new Map(), count: nothing, seconds: nothing },
  });
  return {
    changePorts,
    forget: (): void => {
      held = fresh();
    },
  };
};
