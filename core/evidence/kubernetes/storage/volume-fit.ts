import { selects } from '../label-match.ts';
import type { Claim, Volume } from '../objects.ts';
import { quantityOf } from '../quantity.ts';

/** Why a volume cannot be bound to a claim. `released`: its claim is gone and nobody has freed it. */
export type Misfit = 'occupied' | 'released' | 'class' | 'modes' | 'capacity' | 'selector' | 'volume_mode';

/** The class that a claim asks for: `default` is that of the cluster, for claims that name none. */
export const classOf = ({ spec }: Claim, byDefault: string): string => spec.storageClassName ?? byDefault;

const isFor = ({ spec }: Volume, claim: Claim): boolean =>
  spec.claimRef?.name === claim.metadata.name && spec.claimRef.namespace === (claim.metadata.namespace ?? undefined);

/**
 * All that keeps a volume from a claim; empty when they fit. As the persistent volume controller matches them
 * (pkg/controller/volume/persistentvolume, FindMatchingVolume).
 */
export const misfitsOf = (claim: Claim, volume: Volume, byDefault: string): Misfit[] => {
  const wantedModes = claim.spec.accessModes ?? [];
  const modes = volume.spec.accessModes ?? [];
  const asked = quantityOf(claim.spec.resources?.requests?.['storage']) ?? 0;
  const capacity = quantityOf(volume.spec.capacity?.['storage']) ?? Infinity;
  const released = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
  const occupied = volume.spec.claimRef != null && !isFor(volume, claim);
  const { selector } = claim.spec;
  return [
    ...(released ? (['released'] as const) : occupied ? (['occupied'] as const) : []),
    ...(classOf(claim, byDefault) === (volume.spec.storageClassName ?? '') ? [] : (['class'] as const)),
    ...(wantedModes.every((mode) => modes.includes(mode)) ? [] : (['modes'] as const)),
    ...(asked <= capacity ? [] : (['capacity'] as const)),
    ...(selector == null || selects(selector, volume.metadata.labels ?? {}) ? [] : (['selector'] as const)),
    ...((claim.spec.volumeMode ?? 'Filesystem') === (volume.spec.volumeMode ?? 'Filesystem')
      ? []
      : (['volume_mode'] as const)),
  ];
};
