import type { Cluster } from '../cluster.ts';
import { selectorText } from '../label-match.ts';
import type { Claim, Volume } from '../objects.ts';
import { classOf, type Misfit, misfitsOf } from './volume-fit.ts';

export type Reason = Misfit | 'none';
/** Why a claim finds no volume, with both sides of the mismatch. */
export type Why = { reason: Reason; text: string };

const defaultMark = /^storageclass\.(?:beta\.)?kubernetes\.io\/is-default-class$/;
const defaultClass = ({ StorageClass }: Pick<Cluster, 'StorageClass'>): string =>
  StorageClass.find(({ metadata }) =>
    Object.entries(metadata.annotations ?? {}).some(([key, value]) => defaultMark.test(key) && value === 'true'),
  )?.metadata.name ?? '';

const sizeOf = (claim: Claim): string => String(claim.spec.resources?.requests?.['storage'] ?? '?');
const quoted = (name: string): string => (name === '' ? 'none' : `"${name}"`);

const text = (reason: Misfit, claim: Claim, { metadata, spec, status }: Volume, wantedClass: string): string => {
  const { name } = metadata;
  switch (reason) {
    case 'occupied':
      return `volume ${name} belongs to claim ${spec.claimRef?.namespace ?? ''}/${spec.claimRef?.name ?? ''}`;
    case 'released':
      return `volume ${name} is ${status?.phase ?? 'Released'} and must be freed first`;
    case 'class':
      return `it wants storage class ${quoted(wantedClass)}, volume ${name} has ${quoted(spec.storageClassName ?? '')}`;
    case 'modes':
      return `it wants ${(claim.spec.accessModes ?? []).join('+')}, volume ${name} offers ${(spec.accessModes ?? []).join('+')}`;
    case 'capacity':
      return `it wants ${sizeOf(claim)}, volume ${name} has ${String(spec.capacity?.['storage'] ?? '?')}`;
    case 'selector':
      return `it selects ${selectorText(claim.spec.selector ?? {})}, volume ${name} has ${selectorText({ matchLabels: metadata.labels }) || 'no labels'}`;
    case 'volume_mode':
      return `it wants ${claim.spec.volumeMode ?? 'Filesystem'}, volume ${name} is ${spec.volumeMode ?? 'Filesystem'}`;
  }
};

/** What an owner of the claim can change comes before what happened to a volume. */
const order: readonly Misfit[] = ['class', 'modes', 'capacity', 'selector', 'volume_mode', 'occupied', 'released'];
const worst = (misfits: readonly Misfit[]): number => Math.max(...misfits.map((misfit) => order.indexOf(misfit)));

/** People name a volume like the claim that it is meant for. */
const alike = (claim: string, volume: string): number => {
  let length = 0;
  while (length < claim.length && claim[length] === volume[length]) length += 1;
  return length;
};

/** The volume that was meant: with the fewest misfits, and of as many the one that is named like the claim. */
const nearest = (claim: Claim, volumes: readonly Volume[], byDefault: string) =>
  volumes
    .map((volume) => ({
      name: volume.metadata.name,
      volume,
      misfits: misfitsOf(claim, volume, byDefault),
      likeness: alike(claim.metadata.name, volume.metadata.name),
    }))
    .toSorted(
      (a, b) =>
        a.misfits.length - b.misfits.length ||
        b.likeness - a.likeness ||
        worst(a.misfits) - worst(b.misfits) ||
        a.name.localeCompare(b.name),
    )[0];

/** No volumes are made for these classes: somebody has to. */
const byHand = 'kubernetes.io/no-provisioner';

/**
 * Why a pending claim is bound to no volume, by the objects alone; undefined when nothing is seen that would keep it from
 * one: a volume fits, or one will be made.
 */
export const whyUnbound = (
  claim: Claim,
  cluster: Pick<Cluster, 'PersistentVolume' | 'StorageClass' | 'seen'>,
): Why | undefined => {
  const wanted = classOf(claim, defaultClass(cluster));
  const storageClass = cluster.StorageClass.find(({ metadata }) => metadata.name === wanted);
  if (storageClass !== undefined && storageClass.provisioner !== byHand && claim.spec.volumeName == null)
    return undefined;
  const { volumeName } = claim.spec;
  const volumes = cluster.PersistentVolume.filter(
    ({ metadata }) => volumeName == null || volumeName === '' || metadata.name === volumeName,
  );
  const best = nearest(claim, volumes, defaultClass(cluster));
  const hasClass = cluster.PersistentVolume.some(({ spec }) => (spec.storageClassName ?? '') === wanted);
  // Nothing carries the name of a class that does not exist: whatever else is wrong, that is wrong first.
  if (wanted !== '' && storageClass === undefined && !hasClass && cluster.seen.has('StorageClass')) {
    const other =
      best === undefined
        ? ''
        : `, volume ${best.volume.metadata.name} has ${quoted(best.volume.spec.storageClassName ?? '')}`;
    return { reason: 'class', text: `storage class "${wanted}" does not exist${other}` };
  }
  if (best === undefined) {
    const named =
      volumeName == null || volumeName === '' ? 'there is no volume' : `volume ${volumeName} does not exist`;
    return { reason: 'none', text: `${named} and none is made for storage class ${quoted(wanted)}` };
  }
  const [reason] = order.filter((one) => best.misfits.includes(one));
  return reason === undefined
    ? undefined
    : {
        reason,
        text: order
          .flatMap((one) => (best.misfits.includes(one) ? [text(one, claim, best.volume, wanted)] : []))
          .join('; '),
      };
};
