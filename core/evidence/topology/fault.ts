import type { Fault } from './model.ts';
import { type Felt, isBurst, type Symptoms } from './symptoms.ts';
import { type Group, isManagedStore } from './views.ts';

/** More than a hint of a symptom. */
const clear = 0.3;
/** A delay makes a service several times as slow and few requests fail of it; one that fails is a little slower. */
const [delayed, few] = [3, 0.1];

/**
 * What is wrong with a service that is the cause of trouble. A burst of requests explains whatever comes with it; a store
 * that others run has no delay to set, so what makes it slow is what is asked of it, by whoever, and then it refuses; failing is the fault of
 * what fails, unless it is so much slower that it runs into time-outs and that is what was noticed.
 */
export const faultOf = (group: Group, own: Symptoms, about?: Felt): Fault => {
  const [latency, errors] = [own.latency?.certainty ?? 0, own.errors?.certainty ?? 0];
  if (isBurst(own)) return 'load';
  const { before = 0, now = 0 } = own.latency?.shift ?? {};
  const timesOut = about === 'latency' && now > delayed * before && (own.errors?.shift.now ?? 0) < few;
  const busy = isManagedStore(group) && latency > clear && about !== 'errors';
  if (errors > clear && !timesOut && !busy) return 'errors';
  if (latency === 0 && about === 'errors') return 'errors';
  return isManagedStore(group) ? 'load' : 'latency';
};
