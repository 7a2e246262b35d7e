import type { KubernetesObject } from '../../../core/evidence/ports.ts';
import { resourceKey } from '../../../core/incident/resource.ts';
import type { KubernetesWriter } from '../../../core/remediation/kubernetes/port.ts';
import { portOf } from '../../../core/remediation/provider.ts';
import type { Plant } from '../plant.ts';

/**
 * The first three answers of a session, for drift, for the call and for the look at it, are old ones, as from the cache of
 * an API server that lags behind.
 */
const lagging = (old: Map<string, KubernetesObject | undefined>, kubernetes: KubernetesWriter): KubernetesWriter => {
  const asked = new Map<string, number>();
  return {
    ...kubernetes,
    get: async (target) => {
      const key = resourceKey(target);
      const live = await kubernetes.get(target);
      if (!old.has(key)) old.set(key, live);
      const before = asked.get(key) ?? 0;
      asked.set(key, before + 1);
      return before < 3 ? old.get(key) : live;
    },
  };
};

/** The first change is made, and nobody hears of it. */
const losingAnswer = (kubernetes: KubernetesWriter, lost: { answers: number }): KubernetesWriter => ({
  ...kubernetes,
  patch: async (target, operations) => {
    const answer = await kubernetes.patch(target, operations);
    lost.answers += 1;
    if (lost.answers === 1) throw new Error('the line is cut');
    return answer;
  },
});

/**
 * A claim store that lets everybody through, a journal that forgets what was begun, a cluster that lags behind, and an
 * answer that is lost.
 */
export const forgetful: Plant = {
  ports: (ports) => {
    const old = new Map<string, KubernetesObject | undefined>();
    const lost = { answers: 0 };
    return {
      ...ports,
      claims: {
        ...ports.claims,
        take: async (name, body) => {
          await ports.claims.take(name, body);
          return true;
        },
      },
      table: {
        ...ports.table,
        get: async (key) => (key.sk.startsWith('STEP#') ? undefined : ports.table.get(key)),
      },
      session: {
        ...ports.session,
        open: async (request) => ({
          kubernetes: losingAnswer(lagging(old, portOf(await ports.session.open(request), 'kubernetes')), lost),
        }),
      },
    };
  },
};
