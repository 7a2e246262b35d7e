import * as z from 'zod';
import { concrete, type Given } from './concrete.ts';
import { resource, type Template } from './template.ts';

const Expression = z.tuple([z.looseObject({ expression: z.string() })]);
const Metric = z.tuple([z.string(), z.string()], z.unknown());
const Body = z.object({
  widgets: z
    .array(
      z.object({
        type: z.enum(['metric', 'alarm']),
        x: z.int(),
        y: z.int(),
        width: z.int().max(24),
        height: z.int(),
        properties: z.looseObject({
          title: z.string(),
          alarms: z.array(z.string()).default([]),
          metrics: z.array(z.union([Expression, Metric])).default([]),
        }),
      }),
    )
    .min(1),
});

/** The widgets of the dashboard as CloudWatch gets them. Throws when they are no JSON. */
export const widgetsOf = (template: Template, given: Given = {}) =>
  Body.parse(
    JSON.parse(
      z.string().parse(concrete(resource('Dashboard', template).Properties['DashboardBody'], given, template)),
    ),
  ).widgets;

/** A metric by its namespace, name and dimensions. */
export type Named = { where: string; namespace: string; name: string; dimensions: Record<string, string> };

const pairs = (rest: readonly unknown[]): Record<string, string> => {
  const texts = rest.filter((one): one is string => typeof one === 'string');
  return Object.fromEntries(texts.flatMap((name, n) => (n % 2 === 0 ? [[name, texts[n + 1] ?? '']] : [])));
};

/** Searches of the dashboard read one metric of every function. */
const searched = /^SUM\(SEARCH\('\{SovereignOps,service\} MetricName="(\w+)"', 'Sum', \d+\)\)$/;

/** Every metric of the dashboard; one that is searched has no dimension. */
export const metricsOf = (template: Template): Named[] =>
  widgetsOf(template).flatMap(({ properties: { title, metrics } }) =>
    metrics.map(([first, name, ...rest]) => {
      const where = `the dashboard, ${title}`;
      if (typeof first === 'string') return { where, namespace: first, name: name ?? '', dimensions: pairs(rest) };
      const { expression } = first;
      return { where, namespace: 'SovereignOps', name: searched.exec(expression)?.[1] ?? expression, dimensions: {} };
    }),
  );
