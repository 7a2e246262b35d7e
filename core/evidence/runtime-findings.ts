import type { RuntimeFinding } from '../incident/runtime-security/finding.ts';
import type { Finding } from './facts.ts';

/** The executions of one tree are numbered by its first line; one that names no process stands alone. */
const treesOf = (findings: readonly RuntimeFinding[]): Map<RuntimeFinding, number> => {
  const trees = new Map<string, number>();
  const of = new Map<RuntimeFinding, number>();
  let last = 0;
  for (const finding of findings) {
    const { process } = finding;
    if (process === undefined) continue;
    const ids = [process.execution, ...(process.parentExecution === undefined ? [] : [process.parentExecution])];
    const known = ids.flatMap((id) => trees.get(id) ?? []);
    const tree = known.length === 0 ? (last += 1) : Math.min(...known);
    // Two trees that turn out to be one: whatever had the higher number has the lower one now.
    for (const [id, number] of trees) if (known.includes(number)) trees.set(id, tree);
    for (const [other, number] of of) if (known.includes(number)) of.set(other, tree);
    for (const id of ids) trees.set(id, tree);
    of.set(finding, tree);
  }
  return of;
};

const lineOf = ({ process, says, blocked, pod, node }: RuntimeFinding, tree: number | undefined): string => {
  const command = process === undefined ? '' : `${process.binary} ${process.arguments}`.trim();
  const by = process?.parent === undefined ? '' : ` (started by ${process.parent})`;
  const where = pod === undefined ? (node === undefined ? '' : `, on node ${node}`) : `, in pod ${pod}`;
  const who = process === undefined ? '' : `process tree ${tree ?? '?'}: ${command}${by} `;
  return `${who}${says}${blocked ? ', which was stopped' : ''}${where}`;
};

/** The timeline of an attack as findings, in order of time: each says its process tree, and what was done by what. Pure. */
export const runtimeFindings = (timeline: readonly RuntimeFinding[]): Finding[] => {
  const ordered = timeline.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  const trees = treesOf(ordered);
  return ordered.map((finding) => {
    const { id, rule, at, resource, object, process, pod, blocked } = finding;
    const tree = trees.get(finding);
    return {
      fact: rule,
      summary: lineOf(finding, tree),
      resource,
      time: at,
      data: {
        object,
        ...(tree === undefined ? {} : { tree }),
        ...(process === undefined ? {} : { program: process.binary, pid: process.pid }),
        ...(pod === undefined ? {} : { pod }),
        ...(blocked ? { stopped: true } : {}),
      },
      pointer: `finding ${id}`,
    };
  });
};
