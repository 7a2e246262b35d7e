import type { Resource } from '../incident/resource.ts';
import type { FieldValue } from '../remediation/action.ts';
import { code, fact, joined, type Line, type Part } from './document.ts';

/** `awaiting_approval` as it is said: for names of our own only. */
export const spoken = (name: string): string => name.replaceAll('_', ' ');

export const resourceLine = ({ kind, namespace, name }: Resource): Line => [
  fact(kind),
  ' ',
  code(namespace === undefined ? name : `${namespace}/${name}`),
];

/** `2 min 5 s`, `1 h 3 min`: elapsed time in whole seconds, never below zero. */
export const elapsed = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

export const between = (from: string, to: string): string => elapsed(Date.parse(to) - Date.parse(from));

/** A number with six significant digits at most, the same on every machine; `null` is no data. */
export const numberText = (value: number | null): string =>
  value === null ? 'no data' : String(Number(value.toPrecision(6)));

/** A value as it is written in the resource; `null` is a field that is not set. */
export const valuePart = (value: FieldValue): Part => (value === null ? 'not set' : code(String(value)));

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const counted = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** Fields with their values, in the order of their names. */
export const fieldsLine = (fields: Readonly<Record<string, FieldValue>> | null): Line => {
  if (fields === null) return ['not readable'];
  const named = Object.entries(fields).toSorted(byName);
  return named.length === 0
    ? ['nothing']
    : joined(
        named.map(([path, value]) => [code(path), ' = ', valuePart(value)]),
        ', ',
      );
};

/** Digests with their names, in the order of their names. */
export const sortedDigests = (digests: Readonly<Record<string, string>>): [name: string, digest: string][] =>
  Object.entries(digests).toSorted(byName);
