import type { Finding } from '../../facts.ts';
import type { Detector, Seen } from '../detector.ts';
import type { NetworkPolicy, Service } from '../objects.ts';
import { type Running, runningOf } from '../running.ts';
import { allowsNames, selectsPods } from './policies.ts';

type Wrong = { says: string; sureness: number };

const nameServers = (services: readonly Service[]): Set<string> =>
  new Set(
    services.flatMap(({ spec }) =>
      (spec.ports ?? []).some(({ port }) => port === 53) && spec.clusterIP != null ? [spec.clusterIP] : [],
    ),
  );

/** Addresses that node-local caches listen on by custom: link-local, https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/. */
const linkLocal = /^169\.254\./;

/** The settings by which a pod asks no name server of the cluster. Pods on the host's network get the host's unless told otherwise. */
const byPolicy = ({ spec }: Running, all: readonly Running[], servers: ReadonlySet<string>): Wrong | undefined => {
  const asked = spec.dnsConfig?.nameservers ?? [];
  const known = asked.some((server) => servers.has(server) || linkLocal.test(server));
  // Siblings that ask the same server and are ready show that it works.
  const shared = all.some(
    (one) =>
      one.spec !== spec &&
      (one.ready ?? 0) > 0 &&
      one.spec.dnsConfig?.nameservers?.some((server) => asked.includes(server)),
  );
  if (spec.dnsPolicy === 'None' && !known && !shared) {
    return {
      says: `its pods ask ${asked.join(', ') || 'no name server'} (dnsPolicy None), no name server of the cluster`,
      sureness: 1,
    };
  }
  const usual = all.some((one) => one.spec !== spec && (one.spec.dnsPolicy ?? 'ClusterFirst') === 'ClusterFirst');
  return spec.dnsPolicy === 'Default' && spec.hostNetwork !== true && usual
    ? { says: 'its pods ask the name servers of the node (dnsPolicy Default), which know no Service', sureness: 0.93 }
    : undefined;
};

const byAlias = ({ spec, namespace }: Running, services: readonly Service[]): Wrong | undefined => {
  for (const { ip, hostnames } of spec.hostAliases ?? []) {
    const hidden = services.find(
      ({ metadata, spec: { clusterIP } }) =>
        (metadata.namespace ?? undefined) === namespace && clusterIP !== ip && hostnames?.includes(metadata.name),
    );
    if (hidden !== undefined) {
      return {
        says: `hostAliases send ${hidden.metadata.name} to ${ip ?? 'nowhere'}, Service ${hidden.metadata.name} is at ${hidden.spec.clusterIP ?? 'another address'}`,
        sureness: 1,
      };
    }
  }
  return undefined;
};

const byNetworkPolicy = (running: Running, policies: readonly NetworkPolicy[]): Wrong | undefined => {
  const about = policies.filter(
    (policy) => selectsPods(policy, running) && policy.spec?.policyTypes?.includes('Egress'),
  );
  return about.length === 0 || about.some(allowsNames)
    ? undefined
    : {
        says: `NetworkPolicy ${about.map(({ metadata }) => metadata.name).join(', ')} lets its pods send nothing to port 53`,
        sureness: 0.95,
      };
};

/** The block of a Corefile that answers one name with an error, and that name: https://coredns.io/plugins/template/. */
const refused = /template\s+\S+\s+\S+\s+([a-z0-9][a-z0-9.-]*)\s*\{[^}]*rcode\s+(NXDOMAIN|SERVFAIL|REFUSED)/gi;

/** Services of which the cluster's name server was told that they do not exist. */
const byCorefile = ({ cluster }: Seen, all: readonly Running[]): Finding[] =>
  cluster.ConfigMap.flatMap(({ metadata, data }) =>
    [...(data?.['Corefile'] ?? '').matchAll(refused)].flatMap(([, name = '', code = '']): Finding[] => {
      const [service = '', namespace] = name.split('.');
      const about = all.find(({ resource }) => resource.name === service && resource.namespace === namespace);
      if (about === undefined) return [];
      return [
        {
          fact: 'cluster_names_unresolvable',
          summary: `ConfigMap ${metadata.name} answers ${name} with ${code}`,
          resource: about.resource,
          data: { name, code },
          pointer: `kubernetes.json ConfigMap/${metadata.namespace ?? ''}/${metadata.name}/data/Corefile`,
        },
      ];
    }),
  );

/** Workloads whose pods can resolve no name of the cluster, by what they were set to; and names that the name server refuses. */
export const nameSettings: Detector = (seen) => {
  const { cluster } = seen;
  const all = runningOf(cluster);
  const servers = nameServers(cluster.Service);
  const own = all.flatMap((running): Finding[] => {
    const wrong =
      byPolicy(running, all, servers) ??
      byAlias(running, cluster.Service) ??
      byNetworkPolicy(running, cluster.NetworkPolicy);
    if (wrong === undefined) return [];
    return [
      {
        fact: 'cluster_names_unresolvable',
        summary: `${running.resource.name} cannot resolve the names of Services: ${wrong.says}`,
        resource: running.resource,
        data: { dnsPolicy: running.spec.dnsPolicy ?? 'ClusterFirst' },
        strength: wrong.sureness,
        pointer: `kubernetes.json ${running.pointer}`,
      },
    ];
  });
  return [...own, ...byCorefile(seen, all)];
};
