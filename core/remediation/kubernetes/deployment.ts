import { KubernetesName } from '../../incident/kubernetes-name.ts';
import type { Resource } from '../../incident/resource.ts';

/** What names the Deployment in the parameters of every action on one. */
export const deploymentParameters = {
  namespace: KubernetesName.describe('The namespace of the deployment.'),
  deployment: KubernetesName.describe('The name of the deployment.'),
};
export type DeploymentName = { namespace: string; deployment: string };

export const deploymentTarget = ({ namespace, deployment }: DeploymentName): Resource => ({
  kind: 'Deployment',
  namespace,
  name: deployment,
});
