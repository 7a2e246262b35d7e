import { describe, expect, it } from 'vitest';
import { categories, parents } from '../../../core/diagnosis/categories.ts';
import { categoryRules } from '../../../core/diagnosis/category-rules.ts';
import { Diagnosis } from '../../../core/diagnosis/diagnosis.ts';
import { diagnoseByRules } from '../../../core/diagnosis/rules.ts';
import type { Fact } from '../../../core/evidence/facts.ts';
import { ledger, packOf, payments } from './evidence.ts';

const named = (found: Parameters<typeof packOf>[0], gaps?: string[]) => {
  const diagnosis = diagnoseByRules(packOf(found, gaps), payments);
  expect(Diagnosis.parse(diagnosis)).toEqual(diagnosis);
  return { kind: diagnosis.kind, causes: diagnosis.causes.map(({ category }) => category), diagnosis };
};

describe('rules', () => {
  it('name a memory kill with the container and its limit, and cite what supports it', () => {
    const { diagnosis } = named([
      ['oom_killed', payments, { container: 'app', memoryLimit: '512Mi' }],
      'oom_kill_alarm',
      'memory_saturated',
      'workload_ready',
    ]);
    expect(diagnosis).toEqual({
      kind: 'diagnosed',
      source: 'rules',
      causes: [
        {
          category: 'oom_killed',
          resource: payments,
          summary:
            'memory exhaustion of Deployment payments-api: container app reached its limit of 512Mi and was killed',
          confidence: 0.94,
          citations: ['S1', 'S2', 'S3'],
        },
      ],
    });
  });

  const table: [Fact[], string[]][] = [
    [['oom_kill_alarm'], ['oom_killed']],
    [['oom_killed', 'crash_loop', 'readiness_failing', 'replicas_unavailable'], ['oom_killed']],
    [['image_not_found', 'image_pull_failed', 'replicas_unavailable'], ['incorrect_image_reference']],
    [['image_pull_denied'], ['missing_image_pull_secret']],
    [['image_registry_unresolved'], ['image_registry_dns_failure']],
    [['image_pull_failed'], ['image_pull_backoff']],
    [['secret_missing'], ['missing_secret_binding']],
    [['service_account_missing', 'replicas_unavailable'], ['missing_service_account']],
    [['quota_exceeded'], ['resource_quota_exceeded']],
    [['cpu_quota_exceeded'], ['namespace_cpu_quota_exceeded']],
    [['memory_quota_exceeded'], ['namespace_memory_quota_exceeded']],
    [['pod_quota_exceeded'], ['namespace_pod_quota_exceeded']],
    [['service_quota_exceeded', 'service_quota_full'], ['namespace_service_quota_exceeded']],
    [['service_quota_full'], ['namespace_service_quota_exceeded']],
    [['storage_quota_exceeded', 'claim_missing', 'unschedulable'], ['namespace_storage_quota_exceeded']],
    [['quota_wants_requests'], ['resource_quota_exceeded']],
    [['pod_creation_denied', 'replicas_unavailable'], ['pod_admission_denied']],
    [['node_selector_unmatched', 'unschedulable'], ['node_selector_mismatch']],
    [['node_affinity_unmatched'], ['node_affinity_mismatch']],
    [['nodes_cordoned'], ['node_cordon_mismatch']],
    [['taint_untolerated'], ['taint_toleration_mismatch']],
    [['anti_affinity_conflict'], ['pod_anti_affinity_conflict']],
    [['pod_affinity_unmet'], ['pod_affinity_mismatch']],
    [['topology_spread_unmet'], ['topology_spread_conflict']],
    [['host_port_taken'], ['host_port_conflict']],
    [['node_resource_exhausted'], ['node_resource_mismatch']],
    [['volume_out_of_reach'], ['volume_zone_conflict']],
    [['claim_volume_occupied', 'unschedulable'], ['pv_binding_occupied']],
    [['claim_access_mode_unmet'], ['pvc_access_mode_mismatch']],
    [['claim_capacity_unmet'], ['pvc_capacity_mismatch']],
    [['claim_selector_unmet'], ['pvc_selector_mismatch']],
    [['claim_storage_class_unmet'], ['pvc_storage_class_mismatch']],
    [['claim_volume_mode_unmet'], ['pvc_volume_mode_mismatch']],
    [['claim_missing', 'unschedulable'], ['volume_claim_missing']],
    [['claim_unbound'], ['pending_pod']],
    [['config_map_missing', 'container_config_failed'], ['missing_config_map']],
    [['container_config_failed'], ['container_config_error']],
    [['volume_mount_failed'], ['volume_mount_failed']],
    [['volume_access_denied', 'crash_loop'], ['volume_mount_permission_denied']],
    [['pull_secret_missing', 'image_pull_failed'], ['missing_image_pull_secret']],
    [['container_killed', 'crash_loop'], ['oom_killed']],
    [['replicas_zero'], ['deployment_zero_replicas']],
    [['insufficient_cpu', 'unschedulable'], ['cpu_capacity_mismatch']],
    [['insufficient_memory'], ['memory_capacity_mismatch']],
    [['unschedulable', 'replicas_unavailable'], ['pending_pod']],
    [['crash_loop', 'container_failed'], ['crash_loop']],
    [['liveness_failing'], ['probe_failure']],
    [['liveness_failing', 'crash_loop'], ['probe_failure']],
    [['log_out_of_memory', 'crash_loop'], ['oom_killed']],
    [['rollout_stuck', 'replicas_unavailable'], ['deployment_rollout_stuck']],
    [['name_server_down', 'crash_loop'], ['service_dns_resolution_failure']],
    [['storage_saturated', 'metric_shifted'], ['storage_full']],
    [['requests_throttled'], ['request_overload']],
    [['cpu_saturated', 'latency_high'], ['pod_cpu_overload']],
    [['errors_high', 'deployment_started'], ['bad_deployment']],
    [['errors_high', 'deployment_started', 'cpu_saturated', 'replicas_unavailable'], ['bad_deployment']],
    [['deployment_started', 'cpu_saturated'], ['pod_cpu_overload']],
    [['kubelet_down', 'node_not_ready', 'crash_loop'], ['kubelet_unavailable']],
    [['container_runtime_down', 'kubelet_down', 'node_not_ready'], ['containerd_unavailable']],
    [['kube_proxy_down', 'readiness_failing'], ['kube_proxy_unavailable']],
    [['scheduler_down', 'unschedulable'], ['kube_scheduler_unavailable']],
    [['node_not_ready'], ['node_not_ready']],
    [['node_disk_pressure'], ['storage_full']],
    [['database_connections_exhausted', 'database_port_wrong', 'crash_loop'], ['db_connection_exhaustion']],
    [['database_read_only', 'readiness_failing'], ['db_read_only']],
    [['database_denies_client', 'crash_loop'], ['mysql_invalid_credentials']],
    [['database_port_wrong', 'crash_loop'], ['mysql_invalid_port']],
    [['sidecar_port_taken', 'crash_loop'], ['service_sidecar_port_conflict']],
    [['cpu_limit_reached', 'latency_high'], ['pod_cpu_overload']],
    [['node_loses_packets', 'node_network_slow'], ['node_network_packet_loss']],
    [['node_network_slow'], ['node_network_delay']],
    [['workload_network_slow'], ['pod_network_delay']],
    [['liveness_port_unserved', 'liveness_failing', 'crash_loop'], ['liveness_probe_incorrect_port']],
    [['liveness_protocol_unspoken', 'liveness_failing'], ['liveness_probe_incorrect_protocol']],
    [['liveness_gives_up_early', 'crash_loop', 'container_failed'], ['liveness_probe_incorrect_timing']],
    [['readiness_port_unserved', 'readiness_failing'], ['readiness_probe_incorrect_port']],
    [['readiness_protocol_unspoken', 'replicas_unavailable'], ['readiness_probe_incorrect_protocol']],
    [['service_selects_nothing'], ['service_selector_mismatch']],
    [['service_port_unserved'], ['service_port_mapping_mismatch']],
    [['service_transport_mismatch'], ['service_protocol_mismatch']],
    [['dependency_address_wrong', 'names_unresolved'], ['service_env_var_address_mismatch']],
    [['database_port_wrong', 'crash_loop'], ['mysql_invalid_port']],
    [['route_misdirected'], ['gateway_misroute']],
    [['cluster_names_unresolvable', 'crash_loop'], ['service_dns_resolution_failure']],
    [['names_unresolved'], ['service_dns_resolution_failure']],
    [['traffic_denied'], ['network_policy_denial']],
    // Both are facts: one does not cast doubt on the other.
    [
      ['image_not_found', 'secret_missing'],
      ['incorrect_image_reference', 'missing_secret_binding'],
    ],
  ];
  it.each(table)('from %s name %s', (found, causes) => {
    expect(named(found)).toMatchObject({ kind: 'diagnosed', causes });
  });

  it.each<[string, Fact[], string[]]>([
    ['there is only a weak sign', ['replicas_unavailable'], []],
    ['two causes are as likely', ['image_pull_failed', 'unschedulable'], []],
    ['nothing is proved', ['latency_high', 'log_error'], []],
    ['errors are high and nothing was deployed', ['errors_high'], []],
    ['something was deployed and no errors are seen', ['deployment_started', 'latency_high'], []],
    ['there is nothing at all', [], []],
    ['all is well but something could not be read', ['workload_ready'], ['metrics could not be read']],
    ['all is well but there is a symptom', ['workload_ready', 'latency_high'], []],
  ])('abstain when %s', (_what, found, gaps) => {
    expect(named(found, gaps)).toMatchObject({ kind: 'abstained', causes: [] });
  });

  it('find no fault when all was read, the workload is ready and nothing is wrong', () => {
    expect(named(['workload_ready', 'autoscaler_bounds', 'alarm_fired'])).toMatchObject({
      kind: 'healthy',
      causes: [],
    });
    expect(named([['workload_ready', ledger]])).toMatchObject({ kind: 'abstained' });
  });

  it('call no database a workload that is short of CPU', () => {
    const database = { kind: 'DBInstance', name: 'orders-db' };
    expect(diagnoseByRules(packOf([['cpu_saturated', database]]), database).causes).toMatchObject([
      { category: 'cpu_saturation' },
    ]);
  });

  it('cite the deployment that a bad deployment is proved with', () => {
    const { diagnosis } = named(['errors_high', 'deployment_started', 'workload_ready']);
    expect(diagnosis.causes[0]?.citations).toHaveLength(2);
  });

  it('weigh in full what the namespace of the alarmed resource refuses', () => {
    const around = { kind: 'Namespace', name: payments.namespace ?? '' };
    expect(named([['cpu_quota_exceeded', around]]).diagnosis.causes[0]?.confidence).toBe(0.95);
  });

  it('put the alarmed resource before a neighbor with the same fault', () => {
    const { diagnosis } = named([['oom_killed', ledger], 'oom_killed']);
    expect(diagnosis.causes.map(({ resource }) => resource.name)).toEqual(['payments-api', 'ledger-api']);
  });

  it('name a neighbor that is the only one with a proven fault', () => {
    expect(named([['oom_killed', ledger], 'latency_high']).diagnosis.causes).toMatchObject([
      { category: 'oom_killed', resource: ledger, confidence: 0.54 },
    ]);
  });
});

describe('the category table', () => {
  it('has only categories of docs/causes.json, each row with a reason', () => {
    for (const { category, explains, because, proof } of categoryRules) {
      expect([category, ...explains].filter((id) => categories[id] === undefined)).toEqual([]);
      expect(because.length).toBeGreaterThan(10);
      expect(proof.length).toBeGreaterThan(0);
    }
  });

  it('maps every category to a coarse parent and no name to two categories', () => {
    const names = Object.entries(categories).flatMap(([id, { synonyms }]) => [id, ...synonyms]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(Object.values(categories).map(({ parent }) => parent))).toEqual(new Set(parents));
  });
});
