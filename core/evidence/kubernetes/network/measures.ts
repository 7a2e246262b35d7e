import type { Measured } from '../../gathered.ts';
import { alarmedMeasures } from './alarmed-measures.ts';
import { shiftOf } from './level-shift.ts';
import { aboutOf, measureOf, partOf, type Reading } from './reading.ts';

const toMilliseconds = (unit: string | undefined): number =>
  unit === undefined ? 1 : /^micro|^us$/i.test(unit) ? 0.001 : /^s(?:ec|econds?)?$/i.test(unit) ? 1000 : 1;

const ofSeries = ({ namespace, name, stat, unit, dimensions, points }: Measured): Reading[] => {
  const about = aboutOf(dimensions);
  const measure = measureOf(name);
  if (about === undefined || measure === undefined || namespace.startsWith('AWS/')) return [];
  const isLatency = measure === 'latency';
  const factor = isLatency ? toMilliseconds(unit) : 1;
  // Without requests there is no latency; exporters write zero.
  const values = points.map(({ value }) => value * factor).filter((value) => !isLatency || value > 0);
  const shift = shiftOf(values);
  if (shift === undefined) return [];
  const { before, high, elevated } = shift;
  const pointer = `metrics.json ${namespace} ${name} ${stat} ${about.name}`;
  return [
    {
      about,
      measure,
      part: partOf(`${name} ${stat}`),
      before,
      high,
      elevated,
      source: 'series',
      pointer,
      ...(unit === undefined ? {} : { unit }),
    },
  ];
};

/** What series show, and for things without series what the alarms about them say. */
export const readingsOf = (metrics: readonly Measured[], described: Readonly<Record<string, unknown>>): Reading[] => {
  const measured = metrics.flatMap(ofSeries);
  const known = new Set(measured.map(({ about, measure }) => `${about.kind}/${about.name}/${measure}`));
  const alarmed = alarmedMeasures(described).filter(
    ({ about, measure }) => !known.has(`${about.kind}/${about.name}/${measure}`),
  );
  return [...measured, ...alarmed];
};
