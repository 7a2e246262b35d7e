import { readdirSync, readFileSync } from 'node:fs';
import { transitions } from '../../core/incident/lifecycle.ts';
import { root } from './template.ts';

const sourcesOf = (service: string): string[] =>
  readdirSync(`${root}functions/${service}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${root}functions/${service}/${file}`, 'utf8'));

/** The literals of what is counted: `'A'`, `x ? 'A' : 'B'` and `` `A_${x}` ``; the last stands for every name that begins so. */
const literals = /'([A-Za-z][\w-]*)'|`([A-Za-z]\w*_)\$\{/g;
const counted = /meter\.(?:count|seconds)\(([^;]*?)\);/gs;

/** Moves of incidents are counted by the table of each function that makes them: core/runtime/counting-steps.ts. */
const stepsOf = (service: string, sources: readonly string[]): string[] => {
  if (!sources.some((text) => text.includes('table: countingSteps('))) return [];
  return [
    ...transitions.filter(({ by }) => by === service).map(({ to }) => `Incident_${to}`),
    ...(sources.some((text) => /\bconclude\(/.test(text)) ? ['CircuitOpened'] : []),
  ];
};

/** Whether a function counts a metric of this name, by its source. */
export const emitsOf = (service: string): ((name: string) => boolean) => {
  const sources = sourcesOf(service);
  const found = sources.flatMap((text) =>
    [...text.matchAll(counted)].flatMap(([, what = '']) => [...what.matchAll(literals)]),
  );
  const names = new Set([...found.flatMap(([, name]) => name ?? []), ...stepsOf(service, sources)]);
  const beginnings = found.flatMap(([, , beginning]) => beginning ?? []);
  return (name) => names.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
};
