import type { Diagnosis } from '../../../diagnosis/diagnosis.ts';
import { saidOf } from '../../../evidence/logs/said.ts';
import type { EvidencePack, Signal } from '../../../evidence/signal.ts';
import type { LogView } from './view.ts';

/** All that causes cite, and some more where they are the strongest: a person reads a handful of lines. */
const [mostCited, mostOthers] = [6, 3];

/** `logs.ndjson <group> <stream> <time>`: the file is of a recording, and the time is told beside. */
const whereOf = ({ pointer }: Signal): string | undefined =>
  /^logs\.ndjson (.+?)(?: \S+Z)?$/.exec(pointer ?? '')?.[1]?.trim();

const logView = (signal: Signal): LogView => {
  const { id, time } = signal;
  const where = whereOf(signal);
  return {
    id,
    ...saidOf(signal),
    ...(time === undefined ? {} : { time }),
    ...(where === undefined || where === '' ? {} : { where }),
  };
};

/** The lines that decided, as programs wrote them. */
export const logViews = (diagnosis: Diagnosis | undefined, evidence: EvidencePack | undefined): LogView[] => {
  const logs = (evidence?.signals ?? []).filter(({ kind }) => kind === 'log');
  const cited = new Set((diagnosis?.causes ?? []).flatMap(({ citations }) => citations));
  return [
    ...logs.filter(({ id }) => cited.has(id)).slice(0, mostCited),
    ...logs.filter(({ id }) => !cited.has(id)).slice(0, mostOthers),
  ].map(logView);
};
