import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis } from '../../../core/diagnosis/diagnosis.ts';
import type { PolicyLayer } from '../../../core/policy/layer.ts';
import { readBundle } from '../../bundle/read.ts';
import { replayDiagnosis } from '../../replay/replay.ts';
import { type Hit, hitOf } from './hit.ts';
import type { Label } from './labels.ts';

export type Case = {
  name: string;
  label: Label;
  diagnosis: Diagnosis;
  /** One for each of the first three causes. */
  hits: Hit[];
  promptTokens: number;
  onsetErrorMinutes?: number;
  /** CPU of evidence and diagnosis, the bundle read already. */
  milliseconds: number;
  /** What the heap grew by, before anything of it was collected. */
  megabytes: number;
};
export type Ran = { kind: 'cases'; cases: Case[] } | { kind: 'wrong'; message: string };

const measure = (name: string, dir: string, label: Label, policy: PolicyLayer): Case | string => {
  const bundle = readBundle(dir);
  if (bundle.kind === 'wrong') return bundle.message;
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const cpu = process.cpuUsage();
  const { evidence, diagnosis } = replayDiagnosis(bundle, policy);
  const { user, system } = process.cpuUsage(cpu);
  const grown = process.memoryUsage().heapUsed - heap;
  const { onset, promptTokens } = evidence.pack;
  return {
    name,
    label,
    diagnosis,
    hits: diagnosis.causes.slice(0, 3).map((cause) => hitOf(cause, label)),
    promptTokens,
    ...(onset === undefined || label.onset === undefined
      ? {}
      : { onsetErrorMinutes: Math.abs(Date.parse(onset) - Date.parse(label.onset)) / 60_000 }),
    milliseconds: (user + system) / 1000,
    megabytes: grown / 2 ** 20,
  };
};

/** Every labelled bundle of a set, diagnosed. The label is looked at after the diagnosis only. */
export const runSet = (setDir: string, labels: Readonly<Record<string, Label>>, policy: PolicyLayer): Ran => {
  const names = Object.keys(labels).toSorted();
  const missing = names.find((name) => !existsSync(join(setDir, name)));
  if (missing !== undefined) {
    const there = existsSync(setDir) ? `${readdirSync(setDir).length} entries` : 'no such directory';
    return { kind: 'wrong', message: `${setDir}: expected the bundle ${missing} of the labels; found ${there}` };
  }
  const cases: Case[] = [];
  for (const name of names) {
    const label = labels[name];
    if (label === undefined) continue;
    const measured = measure(name, join(setDir, name), label, policy);
    if (typeof measured === 'string') return { kind: 'wrong', message: measured };
    cases.push(measured);
  }
  return { kind: 'cases', cases };
};
