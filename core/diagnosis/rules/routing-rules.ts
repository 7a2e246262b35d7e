import type { Fact } from '../../evidence/facts.ts';
import type { Signal } from '../../evidence/signal.ts';
import { type CategoryRule, rule } from './category-rule.ts';

const shortOfReplicas: readonly Fact[] = ['replicas_unavailable', 'readiness_failing'];
const restarting: readonly Fact[] = ['liveness_failing', 'crash_loop', 'container_failed', 'replicas_unavailable'];
/** What a probe or an address that leads astray does to the workload itself. */
const effects = ['probe_failure', 'crash_loop', 'deployment_rollout_stuck'];
/** A finding of these facts is a whole sentence with both sides of the mismatch. */
const found = (name: string, { summary }: Signal): string => `${name}: ${summary}`;

/** Probes that ask the wrong thing, and calls that are led astray. The detectors weigh each finding; these rows name it. */
export const routingRules: readonly CategoryRule[] = [
  rule({
    category: 'liveness_probe_incorrect_port',
    proof: ['liveness_port_unserved'],
    support: restarting,
    confidence: 0.92,
    explains: effects,
    because: 'the liveness probe asks a port on which nothing listens',
    says: found,
  }),
  rule({
    category: 'liveness_probe_incorrect_protocol',
    proof: ['liveness_protocol_unspoken'],
    support: restarting,
    confidence: 0.92,
    explains: effects,
    because: 'the liveness probe speaks another protocol than the container',
    says: found,
  }),
  rule({
    category: 'liveness_probe_incorrect_timing',
    proof: ['liveness_gives_up_early'],
    support: restarting,
    confidence: 0.9,
    explains: effects,
    because: 'the liveness probe ends the container before it can have started',
    says: found,
  }),
  rule({
    category: 'readiness_probe_incorrect_port',
    proof: ['readiness_port_unserved'],
    support: shortOfReplicas,
    confidence: 0.92,
    explains: effects,
    because: 'the readiness probe asks a port on which nothing listens',
    says: found,
  }),
  rule({
    category: 'readiness_probe_incorrect_protocol',
    proof: ['readiness_protocol_unspoken'],
    support: shortOfReplicas,
    confidence: 0.92,
    explains: effects,
    because: 'the readiness probe speaks another protocol than the container',
    says: found,
  }),
  rule({
    category: 'service_selector_mismatch',
    proof: ['service_selects_nothing'],
    confidence: 0.93,
    because: 'its Service selects labels that no pod has',
    says: found,
  }),
  rule({
    category: 'service_port_mapping_mismatch',
    proof: ['service_port_unserved'],
    confidence: 0.93,
    because: 'its Service sends to a port that its pods do not serve',
    says: found,
  }),
  rule({
    category: 'service_protocol_mismatch',
    proof: ['service_transport_mismatch'],
    confidence: 0.93,
    because: 'its Service port is declared for another transport protocol',
    says: found,
  }),
  rule({
    category: 'service_env_var_address_mismatch',
    proof: ['dependency_address_wrong'],
    support: ['names_unresolved', 'log_connection_refused'],
    confidence: 0.93,
    explains: ['service_dns_resolution_failure', ...effects],
    because: 'a variable gives it a wrong address of a service it calls',
    says: found,
  }),
  rule({
    category: 'mysql_invalid_port',
    proof: ['database_port_wrong'],
    support: restarting,
    confidence: 0.93,
    explains: effects,
    because: 'a variable gives it another port than that of its database',
    says: found,
  }),
  rule({
    category: 'gateway_misroute',
    proof: ['route_misdirected'],
    confidence: 0.93,
    because: 'the gateway does not lead the path of this service to it',
    says: found,
  }),
  rule({
    category: 'service_dns_resolution_failure',
    proof: ['cluster_names_unresolvable'],
    support: ['names_unresolved', 'crash_loop', 'replicas_unavailable'],
    confidence: 0.92,
    explains: effects,
    because: 'it was set to ask no name server that knows the Services',
    says: found,
  }),
  rule({
    category: 'service_dns_resolution_failure',
    proof: ['names_unresolved'],
    support: ['crash_loop', 'replicas_unavailable'],
    confidence: 0.75,
    explains: effects,
    because: 'its logs keep saying that names of what it calls do not resolve',
    says: found,
  }),
  rule({
    category: 'service_dns_resolution_failure',
    proof: ['name_server_down'],
    support: ['crash_loop', 'replicas_unavailable'],
    confidence: 0.85,
    explains: effects,
    explainsElsewhere: effects,
    // Everybody asks it.
    anywhere: true,
    because: 'the name server of the cluster does not run',
    says: found,
  }),
  rule({
    category: 'network_policy_denial',
    proof: ['traffic_denied'],
    confidence: 0.85,
    because: 'a NetworkPolicy lets nothing reach the port that its Service sends to',
    says: found,
  }),
];
