import * as z from 'zod';
import { Alarm } from '../../core/incident/alarm.ts';
import { RuntimeFinding } from '../../core/incident/runtime-security/finding.ts';

/** The files of a replay bundle, design section 6; only alarm.json must be there. */
const at = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const MetricsFile = z.object({
  series: z.array(
    z
      .object({
        namespace: z.string(),
        name: z.string(),
        dimensions: z.record(z.string(), z.string()),
        stat: z.string(),
        unit: z.string().optional(),
        periodSeconds: z.number().positive(),
        timestamps: z.array(at),
        values: z.array(z.number().nullable()),
      })
      .refine(({ timestamps, values }) => timestamps.length === values.length, 'as many values as timestamps'),
  ),
});

/** In place of an event of CloudWatch: the alarm that findings were made into. */
export const FindingAlarmFile = z.object({ source: z.literal('sovereign-ops'), detail: Alarm });

/** The timeline of an attack. */
export const RuntimeFile = z.object({ findings: z.array(RuntimeFinding) });

/** One line of logs.ndjson. */
export const LogRecord = z.object({
  timestamp: z.number(),
  logGroup: z.string(),
  logStream: z.string(),
  message: z.string(),
});

export const ChangesFile = z.object({ Events: z.array(z.unknown()) });
export const KubernetesFile = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
export const AwsFile = z.record(z.string(), z.unknown());

export const TopologyFile = z.object({
  services: z.array(z.string()),
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
});

export const ProbesFile = z.array(
  z.discriminatedUnion('check', [
    z.object({
      check: z.literal('connectivity'),
      service: z.string(),
      namespace: z.string(),
      port: z.number(),
      result: z.enum(['succeeded', 'failed', 'partial', 'unknown']),
      detail: z.string().exactOptional(),
    }),
    z.object({
      check: z.literal('node-service'),
      node: z.string(),
      service: z.string(),
      active: z.boolean().nullable(),
      detail: z.string().default(''),
    }),
    z.object({
      check: z.literal('container-logs'),
      pod: z.string(),
      namespace: z.string(),
      result: z.literal('failed'),
      detail: z.string().exactOptional(),
    }),
  ]),
);
