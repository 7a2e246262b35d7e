import type { EvidencePorts } from '../evidence/gather/gather.ts';
import type { Spoke, SpokeAccess } from '../incident/hub.ts';
import { NotPermitted } from '../remediation/errors.ts';
import { clusterElsewhere } from '../remediation/kubernetes/elsewhere.ts';
import { type EvidenceConfig, evidencePorts } from './evidence-ports.ts';
import { spokeClient } from './spoke-client.ts';

export type SpokeEvidenceConfig = Omit<EvidenceConfig, 'cluster'> & SpokeAccess;

/** What evidence is read from in a spoke account: the same as in our own, but for the cluster, which is ours. */
export const spokeEvidence = (config: SpokeEvidenceConfig): ((spoke: Spoke) => Promise<EvidencePorts>) => {
  const clientIn = spokeClient(config);
  return async (spoke) => {
    const none = (): Promise<never> => Promise.reject(new NotPermitted(clusterElsewhere(spoke.account)));
    const ports = evidencePorts({ ...config, client: await clientIn(spoke), cluster: undefined });
    return { ...ports, kubernetes: { get: none, list: none } };
  };
};
