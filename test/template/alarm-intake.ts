import * as z from 'zod';
import { StackArn } from '../../core/incident/stack.ts';
import { RuntimeSecurity } from '../../core/incident/runtime-security/settings.ts';
import { keys } from '../../core/incident/keys.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { createHandler } from '../../functions/alarm-handler/handler.ts';
import { eventPattern } from '../../local/engine/pattern.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { memoryOnce } from '../../local/ports/once.ts';
import { collectedLog, collectedMeter } from '../../local/ports/telemetry.ts';
import { concrete } from './concrete.ts';
import { everyValue, ofType, refersTo, type Resource, resource, root, type Template } from './template.ts';

const handler = 'AlarmHandlerFunctionAliaslive';
const { profiles, runbooks } = loadPolicyLayer(`${root}layers/policy`);

const calls = ({ Properties }: Resource): boolean =>
  everyValue(Properties['AlarmActions']).some((action) => refersTo(action) === handler);

/** The rules of composite alarms that call the alarm-handler: what they look at calls nobody itself. */
const composed = JSON.stringify(
  ofType('AWS::CloudWatch::CompositeAlarm')
    .filter(calls)
    .map(({ Properties }) => Properties['AlarmRule']),
);

/** Whether an alarm calls the alarm-handler, by itself or as part of a composite one; every other one is about this system. */
export const isPreset = (alarm: Resource): boolean =>
  calls(alarm) || (alarm.Properties['AlarmActions'] === undefined && composed.includes(`{${alarm.id}}`));

/** True for an event of the default bus that a rule of the template hands to the alarm-handler. */
export const takenFromTheBus = (template: Template): ((event: unknown) => boolean) => {
  const patterns = ofType('AWS::Events::Rule', template)
    .filter(({ Properties }) => everyValue(Properties['Targets']).some((target) => refersTo(target) === handler))
    .filter(({ Properties }) => Properties['EventBusName'] === undefined)
    .map(({ Properties }) => eventPattern(z.looseObject({}).parse(concrete(Properties['EventPattern'], {}, template))));
  return (event) => patterns.some((matches) => matches(event));
};

/** The alarm-handler of the template with the shipped runbooks, and what its table holds. */
export const alarmHandler = (template: Template) => {
  const { Properties } = resource('AlarmHandlerFunction', template);
  const { Variables } = z
    .object({ Variables: z.object({ STACK_ID: z.unknown() }) })
    .parse(concrete(Properties['Environment'], {}, template));
  const stack = StackArn.parse(Variables.STACK_ID);
  const now = () => new Date('2026-11-20T02:40:00.000Z');
  const { table, all } = memoryTable(now);
  const handle = createHandler({
    table,
    policy: { profiles, runbooks, runtimeSecurity: RuntimeSecurity.parse({}) },
    versions: { policy: 'p1', function: 'alarm-handler@b1' },
    hub: { ...stack, spokes: [] },
    stack,
    once: memoryOnce(),
    pause: async () => {},
    now,
    log: collectedLog(),
    meter: collectedMeter(),
  });
  return { handle, all, incident: (id: string) => table.get(keys.incident(id)) };
};
