/** Why the cluster is neither read nor changed for an incident of a spoke account: it may have one of the same names. */
export const clusterElsewhere = (account: string): string =>
  `the cluster of EksClusterName is of our own account, and the incident of ${account}`;
