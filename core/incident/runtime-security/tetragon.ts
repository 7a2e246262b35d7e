import * as z from 'zod';
import { fields } from '../normalize/fields.ts';
import { cleanText } from '../text.ts';
import type { Happened, ReadLine, RuntimeEvent } from './event.ts';
import { happenedBy, KernelCall, wasBlocked } from './kernel-call.ts';
import { TetragonProcess } from './process.ts';
import { refusedLine } from './refused-line.ts';

/** A parent that is not known well enough is no reason to lose what its child does. */
const Who = z.object({ process: TetragonProcess, parent: TetragonProcess.optional().catch(undefined) });

/** The form of a connection before there were tracing policies for `tcp_connect`. */
const Connect = Who.extend({ destination_ip: z.string().max(64), destination_port: z.int().min(0).max(65_535) });

const Envelope = z.object({ time: fields.time, node_name: z.string().max(253).optional() });

type Body = z.infer<typeof Who> & { happened: Happened; blocked?: boolean };

const Called = Who.extend(KernelCall.shape).transform((body): Body => {
  const { process, parent, ...call } = body;
  return { process, parent, happened: happenedBy(call), blocked: wasBlocked(call) };
});

/** Kinds of which rules make something, by the key of the event. Source: tetragon, api/v1/tetragon/events.proto. */
const told: Readonly<Record<string, z.ZodType<Body>>> = {
  process_exec: Who.transform((body): Body => ({ ...body, happened: { kind: 'exec' } })),
  process_connect: Connect.transform(
    ({ destination_ip: address, destination_port: port, ...who }): Body => ({
      ...who,
      happened: { kind: 'connect', address, port },
    }),
  ),
  process_kprobe: Called,
  process_lsm: Called,
};

/** Kinds that are known and of which no rule makes anything. */
const untold: ReadonlySet<string> = new Set([
  'process_exit',
  'process_close',
  'process_listen',
  'process_accept',
  'process_tracepoint',
  'process_uprobe',
  'process_usdt',
  'process_loader',
  'process_throttle',
  'rate_limit_info',
]);

const form = 'Tetragon event';

/**
 * An event as Tetragon's exporter writes it, one JSON object a line, in the forms of 2021 (`process_connect`, no policy
 * name, no workload) to those of today. Undefined for what is no event of Tetragon.
 */
export const fromTetragon = (line: object): ReadLine | undefined => {
  const key = Object.keys(line).find((name) => name.startsWith('process_') || untold.has(name));
  if (key === undefined) return undefined;
  const envelope = Envelope.safeParse(line);
  if (!envelope.success) return refusedLine(form, envelope.error);
  const { time: at, node_name: node } = envelope.data;
  const common = { at, ...(node === undefined ? {} : { node: cleanText(node, 253) }) };
  if (untold.has(key))
    return { kind: 'event', event: { ...common, happened: { kind: 'other', what: key }, blocked: false } };
  const schema = Object.hasOwn(told, key) ? told[key] : undefined;
  if (schema === undefined)
    return { kind: 'refused', reason: `${form}: ${cleanText(key, 40)} is no kind that is known` };
  const body = z.record(z.string(), z.unknown()).parse(line)[key];
  const parsed = schema.safeParse(body);
  if (!parsed.success) return refusedLine(`${form} ${key}`, parsed.error);
  const { process, parent, happened, blocked = false } = parsed.data;
  const event: RuntimeEvent = {
    ...common,
    process,
    ...(parent === undefined ? {} : { parent }),
    happened,
    blocked,
  };
  return { kind: 'event', event };
};
