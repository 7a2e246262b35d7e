import * as z from 'zod';
import { KubernetesName } from '../kubernetes-name.ts';
import { redact } from '../redact.ts';
import { cleanText } from '../text.ts';
import type { Process } from './event.ts';
import { plainPath } from './plain-path.ts';
import { said } from './said.ts';
import { workloadOfPod } from './workload-of-pod.ts';

/** An id or a name: refused where it is longer, because two that are cut could be one. */
const name = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .transform((text) => cleanText(text, max));

/** Of a command line that much is kept: people read it. */
const argumentsLength = 160;
const words = z
  .string()
  .transform((text) => cleanText(redact(cleanText(text, 4 * argumentsLength)).text, argumentsLength));

/**
 * People read 200 characters; a path that is cut ends in `…`. None is refused for its length: whoever starts a program chooses
 * where it is.
 */
export const Path = z
  .string()
  .min(1)
  .transform((text) => cleanText(plainPath(text), 200));

/** A pod as Tetragon describes it: with `workload` from 0.10 on, with `workload_kind` from 1.0 on. */
const Pod = z.object({
  namespace: KubernetesName,
  name: KubernetesName,
  workload: said(KubernetesName),
  workload_kind: said(z.string().max(64)),
  container: z.object({ name: name(253).optional(), start_time: z.string().max(64).optional() }).optional(),
});

const Numeric = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(0));

/**
 * A process of an event, of both generations of the schema. Source: tetragon, api/v1/tetragon/tetragon.proto, `Process`.
 */
export const TetragonProcess = z
  .object({
    exec_id: name(512),
    parent_exec_id: z.string().max(512).optional(),
    pid: Numeric.optional(),
    uid: Numeric.optional(),
    binary: Path,
    arguments: words.default(''),
    pod: Pod.optional(),
    binary_properties: z.object({ privileges_changed: z.array(z.string().max(64)).max(10).default([]) }).optional(),
  })
  .transform(({ exec_id, parent_exec_id, pid, uid, binary, pod, binary_properties, ...rest }): Process => {
    const raised = binary_properties?.privileges_changed[0];
    const startedAt = pod?.container?.start_time;
    return {
      execId: exec_id,
      ...(parent_exec_id === undefined || parent_exec_id === '' ? {} : { parentExecId: parent_exec_id }),
      pid: pid ?? 0,
      ...(uid === undefined ? {} : { uid }),
      binary,
      arguments: rest.arguments,
      ...(raised === undefined ? {} : { raised: cleanText(raised, 64) }),
      ...(pod === undefined
        ? {}
        : {
            place: {
              namespace: pod.namespace,
              pod: pod.name,
              workload: workloadOfPod(pod.namespace, pod.name, { name: pod.workload, kind: pod.workload_kind }),
              ...(pod.container?.name === undefined ? {} : { container: pod.container.name }),
              ...(startedAt === undefined ? {} : { containerStartedAt: startedAt }),
            },
          }),
    };
  });
