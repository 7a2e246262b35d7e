import type { Fact, Finding } from '../../facts.ts';
import type { Detector } from '../detector.ts';
import { type Checked, checkedProbes } from './checked.ts';
import { type Fault, wrongPort } from './port.ts';
import { wrongProtocol } from './protocol.ts';
import { tooEager } from './timing.ts';

/** A startup probe ends the container just as a liveness probe does. */
const factOf = ({ kind }: Checked, fault: 'port_unserved' | 'protocol_unspoken'): Fact =>
  kind === 'readiness' ? `readiness_${fault}` : `liveness_${fault}`;

const finding = ({ running, container, kind }: Checked, fact: Fact, { says, sureness }: Fault): Finding => ({
  fact,
  summary: says,
  resource: running.resource,
  data: { container: container.name, probe: kind },
  strength: sureness,
  pointer: `kubernetes.json ${running.pointer}/containers/${container.name}/${kind}Probe`,
});

const faultOf = (checked: Checked, all: readonly Checked[]): Finding[] => {
  const port = wrongPort(checked);
  const protocol = wrongProtocol(checked);
  // An answer in another protocol proves that somebody listens there.
  if (protocol !== undefined && protocol.sureness >= (port?.sureness ?? 0)) {
    return [finding(checked, factOf(checked, 'protocol_unspoken'), protocol)];
  }
  if (port !== undefined) return [finding(checked, factOf(checked, 'port_unserved'), port)];
  const eager = tooEager(checked, all);
  return eager === undefined ? [] : [finding(checked, 'liveness_gives_up_early', eager)];
};

/** Probes that fail for what they ask: a port that is not served, a protocol that is not spoken, an answer too soon. */
export const probes: Detector = (seen) => {
  const all = checkedProbes(seen);
  return all.flatMap((checked) => faultOf(checked, all));
};
