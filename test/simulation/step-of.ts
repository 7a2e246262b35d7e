import { fieldOf } from '../../local/engine/field.ts';

const textIn = (value: unknown, ...path: string[]): string | undefined => {
  const found = path.reduce(fieldOf, value);
  return typeof found === 'string' ? found : undefined;
};

/** What a step event says of the step; undefined for any other event. Asked at every start, so by hand. */
export const stepIn = (event: unknown): { incidentId: string; from: string; to: string; seq: string } | undefined => {
  const [incidentId, from, to, seq] = ['incidentId', 'from', 'to', 'seq'].map((name) => textIn(event, 'detail', name));
  if (incidentId === undefined || from === undefined || to === undefined || seq === undefined) return undefined;
  return { incidentId, from, to, seq };
};

/** What an invocation is about: the status whose step it makes, else what started it. */
export const stepOf = (event: unknown): string => {
  const to = textIn(event, 'detail', 'to');
  if (to !== undefined) return to;
  const state = textIn(event, 'detail', 'state', 'value');
  if (state !== undefined) return `alarm ${state}`;
  if (Array.isArray(fieldOf(event, 'Records'))) return 'stream';
  const path = textIn(event, 'path');
  return path === undefined ? 'schedule' : path.slice(path.lastIndexOf('/') + 1);
};
