import type { Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';

/** The last points tell how fast space goes. */
const recentPoints = 5;
/** Nobody gets up, looks and adds storage in less. */
const leftMs = 30 * 60_000;
/** Seen to come, not yet there. */
const foreseen = 0.8;

/** Instances whose free space, if it goes on falling as it does, is used up within half an hour. */
export const fillingFindings = (metrics: readonly Measured[]): Finding[] =>
  metrics.flatMap(({ name, dimensions, points }): Finding[] => {
    const instance = dimensions['DBInstanceIdentifier'];
    if (!/^(?:FreeStorageSpace|FreeLocalStorage)$/.test(name) || instance === undefined) return [];
    const recent = points.slice(-recentPoints);
    const [first, last] = [recent[0], recent.at(-1)];
    const falls = recent.every(({ value }, index) => index === 0 || value < (recent[index - 1]?.value ?? 0));
    if (first === undefined || last === undefined || recent.length < recentPoints || !falls) return [];
    const perMs = (first.value - last.value) / (last.at.getTime() - first.at.getTime());
    const left = last.value / perMs;
    if (left > leftMs) return [];
    const minutes = Math.round(left / 60_000);
    return [
      {
        fact: 'rds_storage_exhausted',
        summary: `the free storage of ${instance} is used up in ${minutes} minutes if it goes on falling as it does`,
        resource: { kind: 'DBInstance', name: instance },
        time: first.at.toISOString(),
        strength: foreseen,
        data: { minutes, bytes: Math.round(last.value) },
        pointer: `metrics.json AWS/RDS ${name} ${instance}`,
      },
    ];
  });
