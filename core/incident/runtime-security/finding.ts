import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Resource } from '../resource.ts';
import type { PodPlace, RuntimeEvent } from './event.ts';
import { type Hit, ruleIds } from './rule.ts';

const text = (max: number) => z.string().max(max);

/** What a rule found, as it is kept with the incident: a line of the attack's timeline. Nothing of the raw event besides. */
export const RuntimeFinding = z.strictObject({
  /** The same for the same happening, however often it is delivered. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  rule: z.enum(ruleIds),
  at: z.iso.datetime(),
  resource: Resource,
  object: text(300),
  says: text(400),
  blocked: z.boolean(),
  pod: text(253).optional(),
  container: text(253).optional(),
  node: text(253).optional(),
  /** What did it, what started that, and their executions by which processes are put into trees. */
  process: z
    .strictObject({
      binary: text(200),
      arguments: text(160),
      pid: z.int(),
      uid: z.int().optional(),
      parent: text(200).optional(),
      execution: text(16),
      parentExecution: text(16).optional(),
    })
    .optional(),
});
export type RuntimeFinding = z.infer<typeof RuntimeFinding>;

const print = (value: string): string => createHash('sha256').update(value, 'utf8').digest('hex').slice(0, 16);

const placeOf = ({ happened, process, parent }: RuntimeEvent): PodPlace | undefined =>
  happened.kind === 'denied' ? happened.from : (process?.place ?? parent?.place);

/** A hit as it is kept: of the workload that it happened in, else of the node, else of `source`, where it was read. */
export const findingOf = (event: RuntimeEvent, { rule, object, says }: Hit, source: Resource): RuntimeFinding => {
  const { at, process, parent, node, blocked } = event;
  const place = placeOf(event);
  const host: Resource = node === undefined || node === '' ? source : { kind: 'Node', name: node };
  const resource = place?.workload ?? host;
  // The program besides its execution: ids that were made up may not make one line of two.
  const who = process === undefined ? [place?.pod ?? node ?? ''] : [process.execId, process.binary];
  const id = print([at, rule, object, ...who].join('\n'));
  return {
    id,
    rule,
    at,
    resource,
    object: object.slice(0, 300),
    says: says.slice(0, 400),
    blocked,
    ...(place === undefined ? {} : { pod: place.pod }),
    ...(place?.container === undefined ? {} : { container: place.container }),
    ...(node === undefined ? {} : { node }),
    ...(process === undefined
      ? {}
      : {
          process: {
            binary: process.binary,
            arguments: process.arguments,
            pid: process.pid,
            ...(process.uid === undefined ? {} : { uid: process.uid }),
            ...(parent === undefined ? {} : { parent: parent.binary }),
            execution: print(process.execId),
            ...(process.parentExecId === undefined ? {} : { parentExecution: print(process.parentExecId) }),
          },
        }),
  };
};
