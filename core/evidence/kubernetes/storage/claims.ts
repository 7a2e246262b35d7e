import type { Fact, Finding } from '../../facts.ts';
import type { Cluster } from '../cluster.ts';
import type { Detector } from '../detector.ts';
import { eventTime } from '../events.ts';
import { claimsNeeded, type Needed } from './claim-users.ts';
import { type Reason, whyUnbound } from './unbound.ts';

const factOf: Readonly<Record<Reason, Fact>> = {
  occupied: 'claim_volume_occupied',
  released: 'claim_volume_occupied',
  class: 'claim_storage_class_unmet',
  modes: 'claim_access_mode_unmet',
  capacity: 'claim_capacity_unmet',
  selector: 'claim_selector_unmet',
  volume_mode: 'claim_volume_mode_unmet',
  none: 'claim_unbound',
};

/** What the provisioner and the binder last said of a claim, where the objects do not tell why it is unbound. */
const said = ({ namespace, claim }: Needed, cluster: Cluster, since: Date): string | undefined =>
  cluster.Event.filter(
    (event) =>
      event.involvedObject.kind === 'PersistentVolumeClaim' &&
      event.involvedObject.name === claim &&
      (event.involvedObject.namespace ?? event.metadata?.namespace ?? '') === namespace &&
      /^(?:ProvisioningFailed|FailedBinding|VolumeMismatch)$/.test(event.reason ?? '') &&
      new Date(eventTime(event) ?? since) >= since,
  ).toSorted((a, b) => (eventTime(b) ?? '').localeCompare(eventTime(a) ?? ''))[0]?.message ?? undefined;

const saidFact = (message: string): Fact =>
  /storageclass\S* "[^"]*" not found/i.test(message) ? 'claim_storage_class_unmet' : 'claim_unbound';

const tellsMissing = (message: string | null | undefined, claim: string): boolean =>
  message?.includes(`persistentvolumeclaim "${claim}" not found`) === true;

/** True when a pod was told that the claim does not exist, or claims of its namespace are listed and it is not. */
const isMissing = ({ namespace, claim, pod }: Needed, cluster: Cluster): boolean =>
  cluster.PersistentVolumeClaim.some(({ metadata }) => metadata.namespace === namespace) ||
  cluster.Event.some(({ involvedObject, message }) => involvedObject.name === pod && tellsMissing(message, claim)) ||
  cluster.Pod.some(
    ({ metadata, status }) =>
      metadata.name === pod && status.conditions?.some(({ message }) => tellsMissing(message, claim)),
  );

const findingsOf = (needed: Needed, cluster: Cluster, since: Date): Finding[] => {
  const { namespace, claim: name, resource, pod } = needed;
  const claim = cluster.PersistentVolumeClaim.find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
  const finding = (fact: Fact, text: string): Finding => ({
    fact,
    summary: `claim ${name}, which ${pod ?? resource.name} needs, ${text}`,
    resource,
    data: { claim: name, ...(pod === undefined ? {} : { pod }) },
    pointer: `kubernetes.json PersistentVolumeClaim/${namespace}/${name}`,
  });
  if (claim === undefined) return isMissing(needed, cluster) ? [finding('claim_missing', 'does not exist')] : [];
  if (claim.status?.phase === 'Lost')
    return [finding('claim_unbound', `lost its volume ${claim.spec.volumeName ?? ''}`)];
  if (claim.status?.phase !== 'Pending') return [];
  const why = whyUnbound(claim, cluster);
  if (why !== undefined) return [finding(factOf[why.reason], `is bound to no volume: ${why.text}`)];
  const message = said(needed, cluster, since);
  return message === undefined ? [] : [finding(saidFact(message), `is bound to no volume: ${message}`)];
};

/** Why the claims of pods that wait have no volume, told of the workload that needs them. */
export const claims: Detector = ({ cluster, since }) =>
  claimsNeeded(cluster).flatMap((needed) => findingsOf(needed, cluster, since));
