import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { statuses } from '../../core/incident/lifecycle.ts';
import { refusals } from '../../functions/executor/refusal.ts';
import { named, played } from '../support/played.ts';
import { configurationOf } from './alarm-events.ts';
import { isPreset } from './alarm-intake.ts';
import { concrete, exists } from './concrete.ts';
import { metricsOf, type Named, widgetsOf } from './dashboard.ts';
import { emitsOf } from './emitted.ts';
import { newResource } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { functionNames, ofType, type Template, transformed } from './template.ts';

const alarmType = 'AWS::CloudWatch::Alarm';
const emitters = functionNames.map((service) => ({ service, emits: emitsOf(service) }));

const metricsOfAlarms = (template: Template): Named[] =>
  ofType(alarmType, template).flatMap((alarm) =>
    configurationOf(alarm, {}, template).metrics.flatMap(({ metricStat }) =>
      metricStat === undefined ? [] : [{ where: alarm.id, ...metricStat.metric }],
    ),
  );

const Filter = z.object({ MetricTransformations: z.array(z.object({ MetricName: z.string() })) });
/** Metrics that are counted in the lines of a log group; they have no dimension. */
const filtered = (template: Template): string[] =>
  ofType('AWS::Logs::MetricFilter', template).flatMap(({ Properties }) =>
    Filter.parse(Properties).MetricTransformations.map(({ MetricName }) => MetricName),
  );

const isCounted = ({ name, dimensions: { service } }: Named, template: Template): boolean =>
  emitters.some((one) => (service === undefined || service === one.service) && one.emits(name)) ||
  (service === undefined && filtered(template).includes(name));

const counted: Proof = {
  promise: 'every metric that an alarm or the dashboard names is counted by the function that it names',
  broken: (template) =>
    [...metricsOfAlarms(template), ...metricsOf(template)]
      .filter(({ namespace }) => namespace === 'SovereignOps')
      .flatMap((metric) => [
        ...(isCounted(metric, template)
          ? []
          : [`nobody counts ${metric.name} ${metric.dimensions['service'] ?? ''}: ${metric.where}`]),
        ...(Object.keys(metric.dimensions).some((name) => name !== 'service')
          ? [`${metric.name} has the function as its only dimension: ${metric.where}`]
          : []),
      ]),
};
const body = '/Resources/Dashboard/Properties/DashboardBody';
const showing = (...metric: unknown[]) => ({
  op: 'replace' as const,
  path: body,
  value: JSON.stringify({
    widgets: [{ type: 'metric', x: 0, y: 0, width: 1, height: 1, properties: { title: 'one', metrics: [metric] } }],
  }),
});

proves(
  counted,
  {
    fault: 'an alarm on a name that is misspelt',
    patch: [
      { op: 'replace', path: '/Resources/ApprovalExpiredAlarm/Properties/MetricName', value: 'ApprovalsExpired' },
    ],
    said: 'nobody counts ApprovalsExpired timekeeper: ApprovalExpiredAlarm',
  },
  {
    fault: 'an alarm on what another function counts',
    patch: [{ op: 'replace', path: '/Resources/BreakGlassUsedAlarm/Properties/Dimensions/0/Value', value: 'executor' }],
    said: 'nobody counts BreakGlassUsed executor',
  },
  {
    fault: 'a graph of an incident by itself',
    patch: [showing('SovereignOps', 'Executed', 'service', 'executor', 'incident', 'inc-1')],
    said: 'Executed has the function as its only dimension',
  },
  {
    fault: 'a search for a state that does not exist',
    patch: [showing({ expression: `SUM(SEARCH('{SovereignOps,service} MetricName="Incident_done"', 'Sum', 3600))` })],
    said: 'nobody counts Incident_done',
  },
);

/** What a dimension of AWS is of: the names that these resources have. */
const ofAws: Readonly<Record<string, string>> = {
  FunctionName: 'AWS::Lambda::Function',
  PipeName: 'AWS::Pipes::Pipe',
  QueueName: 'AWS::SQS::Queue',
  TableName: 'AWS::DynamoDB::Table',
};

const existing: Proof = {
  promise: 'every other metric of the dashboard is of a resource of this stack',
  broken: (template) =>
    metricsOf(template).flatMap(({ namespace, name, dimensions, where }) =>
      Object.entries(dimensions).flatMap(([dimension, value]) => {
        const type = ofAws[dimension];
        return namespace === 'SovereignOps' ||
          type === undefined ||
          ofType(type, template).some(({ id }) => id === value)
          ? []
          : [`${name} of ${value}: ${where}`];
      }),
    ),
};

proves(existing, {
  fault: 'a queue that is gone',
  patch: [showing('AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'Gone')],
  said: 'ApproximateNumberOfMessagesVisible of Gone',
});

const complete: Proof = {
  promise: 'the dashboard shows every state, every gate, every function, every queue and every alarm about ourselves',
  broken: (template) => {
    const shown = metricsOf(template);
    const named = new Set(shown.flatMap(({ name, dimensions }) => [name, ...Object.values(dimensions)]));
    const given = { ModelId: 'a-model' };
    const listed = new Set(widgetsOf(template, given).flatMap(({ properties }) => properties.alarms));
    const alarms = ofType(alarmType, template).filter((one) => !isPreset(one) && exists(one, given, template));
    return [
      ...statuses.map((status) => `Incident_${status}`),
      ...refusals.map((name) => `ExecutionRefused_${name}`),
      ...['AWS::Lambda::Function', 'AWS::SQS::Queue'].flatMap((type) => ofType(type, template).map(({ id }) => id)),
    ]
      .filter((name) => !named.has(name))
      .concat(
        alarms
          .map(({ id }) => id)
          .filter((id) => !listed.has(String(concrete({ 'Fn::GetAtt': [id, 'Arn'] }, {}, template)))),
      )
      .map((name) => `the dashboard does not show ${name}`);
  },
};

proves(
  complete,
  {
    fault: 'an alarm that nobody added to it',
    patch: [newResource('NewAlarm', alarmType, { AlarmActions: [{ Ref: 'OpsTopic' }] })],
    said: 'does not show NewAlarm',
  },
  {
    fault: 'a dashboard of one graph',
    patch: [showing('SovereignOps', 'Executed', 'service', 'executor')],
    said: 'does not show ExecutionRefused_drift',
  },
);

describe('the dashboard', () => {
  it.each([{}, { ModelId: 'a-model' }])('is JSON, and no widget lies on another, with %o', (given) => {
    const taken = widgetsOf(transformed, given).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, n) => `${x + (n % width)}/${y + Math.floor(n / width)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('shows times that a run of the whole loop counts, in seconds, each by its function', async () => {
    const running = new AsyncLocalStorage<string>();
    const seen = new Map<string, number>();
    const note = (name: string, value = 1) => void seen.set(`${running.getStore()} ${name}`, value);
    await played(named('eks-oomkilled'), {
      around: (name, handler) => (event) => running.run(name, () => handler(event)),
      changePorts: (ports) => ({ ...ports, meter: { ...ports.meter, count: note, seconds: note } }),
    });
    const undeclared = [...seen.keys()]
      .map((one) => one.split(' '))
      .filter(([service = '', name = '']) => !emitsOf(service)(name));
    expect(undeclared).toEqual([]);
    for (const status of ['detected', 'awaiting_approval', 'resolved'])
      expect(
        [...seen.keys()].some((one) => one.endsWith(` Incident_${status}`)),
        status,
      ).toBe(true);
    const times = [
      'notifier TimeToPropose',
      'approval-api TimeToDecide',
      'executor TimeToApply',
      'validator TimeToResolve',
    ];
    for (const name of times) expect(seen.get(name), name).toBeLessThan(900);
    expect(seen.get('validator TimeToResolve')).toBeGreaterThan(60);
  });
});
