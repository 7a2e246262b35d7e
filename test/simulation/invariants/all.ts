import { accounted } from './accounted.ts';
import { admitted } from './admitted.ts';
import { alone } from './alone.ts';
import { approved } from './approved.ts';
import { auditMirror } from './audit-mirror.ts';
import { auditVerifies } from './audit-verifies.ts';
import { budget } from './budget.ts';
import { circuits } from './circuits.ts';
import { clock } from './clock.ts';
import { confined } from './confined.ts';
import { decisions } from './decisions.ts';
import { exactCall } from './exact-call.ts';
import { finished } from './finished.ts';
import type { MakeInvariant } from './invariant.ts';
import { journalled } from './journalled.ts';
import { leases } from './leases.ts';
import { lifecycle } from './lifecycle.ts';
import { measured } from './measured.ts';
import { once } from './once.ts';
import { oneIncident } from './one-incident.ts';
import { ownItems } from './own-items.ts';
import { putOnce } from './put-once.ts';
import { requestsEnd } from './requests-end.ts';
import { restored } from './restored.ts';
import { sealed } from './sealed.ts';
import { session } from './session.ts';
import { stopped } from './stopped.ts';
import { told } from './told.ts';
import { trueEnds } from './true-ends.ts';
import { waits } from './waits.ts';

/** Every invariant, in the order in which they are asked: what a circuit is comes before what may begin. */
export const invariants: readonly MakeInvariant[] = [
  lifecycle,
  clock,
  putOnce,
  ownItems,
  waits,
  oneIncident,
  leases,
  circuits,
  decisions,
  requestsEnd,
  admitted,
  session,
  approved,
  exactCall,
  once,
  journalled,
  accounted,
  alone,
  stopped,
  confined,
  restored,
  trueEnds,
  measured,
  budget,
  told,
  auditMirror,
  auditVerifies,
  sealed,
  finished,
];

/** Those that hold on in a table that was restored to an earlier point: nothing is changed twice, and nothing without a right. */
export const afterRestore: ReadonlySet<MakeInvariant> = new Set([
  session,
  approved,
  exactCall,
  once,
  alone,
  stopped,
  confined,
]);
