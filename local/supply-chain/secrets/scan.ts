import type { Io } from '../io.ts';
import { allowance, type Allowances, hashOf } from './allowed.ts';
import { readHistory } from './history.ts';
import { secretsIn } from './rules.ts';
import { readTree } from './tree.ts';

export type Scan = {
  /** One line each; the secret is never in it. */
  findings: string[];
  files: number;
  objects: number;
  /** What could not be looked at. */
  unknown: string[];
};

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** Looks for secrets in the files that lie here and in everything that git keeps of those that lay here before. */
export const scan = (io: Pick<Io, 'root' | 'git'>, allowed: Allowances): Scan => {
  const findings = new Map<string, string>();
  const look = (path: string, text: string, where: (at: number) => string): void => {
    for (const { rule, at, value } of secretsIn(text)) {
      const sha256 = hashOf(value);
      const key = allowance(path, sha256);
      if (allowed.has(key) || findings.has(key)) continue;
      findings.set(key, `${where(at)}: ${rule}, ${value.length} characters, sha256 ${sha256}`);
    }
  };
  const tree = readTree(io, (path, text) => look(path, text, (at) => `${path}:${lineOf(text, at)}`));
  if (tree.kind === 'unknown') return { findings: [], files: 0, objects: 0, unknown: [`files: ${tree.why}`] };
  const history = readHistory(io, ({ path, object, text }) =>
    look(path, text, (at) => `history: ${path}:${lineOf(text, at)} (git cat-file -p ${object.slice(0, 12)})`),
  );
  const base = { findings: [...findings.values()], files: tree.files };
  if (history.kind === 'unknown') return { ...base, objects: 0, unknown: [`history: ${history.why}`] };
  const { objects, missing, tooLarge } = history;
  return {
    ...base,
    objects,
    findings: [
      ...base.findings,
      ...tooLarge.map(({ path, object, bytes }) => `history: ${path}: ${object}: ${bytes} bytes are not read`),
    ],
    unknown: missing > 0 ? [`history: ${missing} objects are not in this clone`] : [],
  };
};
